from django.urls import path

from anam.helpcenter import views

urlpatterns = [
    path("", views.articles, name="articles"),
    path("<slug:slug>/", views.article, name="article"),
]
