from django.urls import path

from anam.conversations import views

urlpatterns = [
    path("messages/", views.buyer_talks, name="messages-talks"),
    path("messages/to/<slug:slug>/", views.start, name="messages-start"),
    path("messages/<int:pk>/", views.buyer_talk, name="messages-talk"),
    path("portal/messages/", views.maker_talks, name="portal-talks"),
    path("portal/messages/<int:pk>/", views.maker_talk, name="portal-talk"),
]
