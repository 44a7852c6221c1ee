"""Coming in: invitations, and applications to sell or to buy."""

from django.urls import path

from anam.accounts.views import applications, applying, invitation, invitations, lost_factor

urlpatterns = [
    path("apply/", applying.apply_page, name="apply"),
    path("apply/sent/", applying.sent, name="apply-sent"),
    path("apply/<str:token>/", applying.confirm, name="confirm-application"),
    path("desk/applications/", applications.applications, name="desk-applications"),
    path("desk/applications/<int:pk>/", applications.application, name="desk-application"),
    path("desk/applications/<int:pk>/approve/", applications.approve, name="application-approve"),
    path("desk/applications/<int:pk>/refuse/", applications.refuse, name="application-refuse"),
    path("invite/<str:token>/", invitation.invitation, name="invitation"),
    path("team/<int:pk>/second-factor/remove/", lost_factor.remove, name="team-second-factor"),
    path("team/invitations/", invitations.invitations, name="invitations"),
    path("team/invitations/<int:pk>/send/", invitations.resend, name="invitation-send"),
    path("team/invitations/<int:pk>/revoke/", invitations.revoke, name="invitation-revoke"),
]
