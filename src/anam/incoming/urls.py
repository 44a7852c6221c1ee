from django.urls import path

from anam.incoming import views

urlpatterns = [path("<path:what>", views.webhook, name="mail-webhook")]
