from django.urls import path

from anam.conversations.views import besides, drafts, lists, muting, news, pictures, start, talk

urlpatterns = [
    path("messages/", lists.buyer_talks, name="messages-talks"),
    path("messages/unread/", news.unread, name="messages-unread"),
    path("messages/draft/", drafts.keep, name="messages-draft"),
    path("messages/pictures/<int:pk>/", pictures.whole, name="picture"),
    path("messages/pictures/<int:pk>/small/", pictures.small, name="picture-small"),
    path("messages/<int:pk>/left-out/", besides.left_out, name="message-left-out"),
    path("messages/to/<slug:slug>/", start.start, name="messages-start"),
    path("messages/<int:pk>/", talk.buyer_talk, name="messages-talk"),
    path("messages/<int:pk>/new/", news.buyer_news, name="messages-news"),
    path("messages/<int:pk>/mute/", muting.mute_maker, name="messages-mute"),
    path("messages/<int:pk>/unmute/", muting.unmute_maker, name="messages-unmute"),
    path("portal/messages/", lists.maker_talks, name="portal-talks"),
    path("portal/messages/<int:pk>/", talk.maker_talk, name="portal-talk"),
    path("portal/messages/<int:pk>/new/", news.maker_news, name="portal-news"),
]
