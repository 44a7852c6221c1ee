"""Coming in: invitations, and applications to sell or to buy."""

from django.urls import path

from anam.accounts.views import invitation, invitations

urlpatterns = [
    path("invite/<str:token>/", invitation.invitation, name="invitation"),
    path("team/invitations/", invitations.invitations, name="invitations"),
    path("team/invitations/<int:pk>/send/", invitations.resend, name="invitation-send"),
    path("team/invitations/<int:pk>/revoke/", invitations.revoke, name="invitation-revoke"),
]
