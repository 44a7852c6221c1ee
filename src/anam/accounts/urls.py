"""Coming in: invitations, and applications to sell or to buy."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
