from django.urls import path

from anam.incoming.views import webhook

urlpatterns = [path("<path:what>", webhook.webhook, name="mail-webhook")]
