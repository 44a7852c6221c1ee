from django.urls import path

from anam.conversations.views import besides, conversation, draft_autosave, lists, muting, news, picture_files, start

urlpatterns = [
    path("messages/", lists.buyer_conversations, name="messages-conversations"),
    path("messages/unread/", news.unread, name="messages-unread"),
    path("messages/draft/", draft_autosave.keep, name="messages-draft"),
    path("messages/pictures/<int:pk>/", picture_files.whole, name="picture"),
    path("messages/pictures/<int:pk>/small/", picture_files.small, name="picture-small"),
    path("messages/<int:pk>/left-out/", besides.left_out, name="message-left-out"),
    path("messages/to/<slug:slug>/", start.start, name="messages-start"),
    path("messages/<int:pk>/", conversation.buyer_conversation, name="messages-conversation"),
    path("messages/<int:pk>/new/", news.buyer_news, name="messages-news"),
    path("messages/<int:pk>/mute/", muting.mute_maker, name="messages-mute"),
    path("messages/<int:pk>/unmute/", muting.unmute_maker, name="messages-unmute"),
    path("portal/messages/", lists.maker_conversations, name="portal-conversations"),
    path("portal/messages/<int:pk>/", conversation.maker_conversation, name="portal-conversation"),
    path("portal/messages/<int:pk>/new/", news.maker_news, name="portal-news"),
]
