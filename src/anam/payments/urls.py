from django.urls import path

from anam.payments.views import webhook

urlpatterns = [path("<slug:gateway>/webhook/", webhook.webhook, name="payment-webhook")]
