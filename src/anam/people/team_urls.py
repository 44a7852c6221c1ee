"""The people of a maker, of a shop or of support, as they see each other."""

from django.urls import path
from django.views.generic import RedirectView

from anam.people.views import team

urlpatterns = [
    path("team/", team.team, name="team"),
    path("team/leave/", team.leave_house, name="team-leave"),
    path("team/<int:pk>/", team.member, name="team-member"),
    path("team/<int:pk>/remove/", team.remove, name="team-remove"),
    path("team/<int:pk>/hand-over/", team.hand_over_to, name="team-hand-over"),
    path("portal/team/", RedirectView.as_view(pattern_name="team"), name="portal-team"),
    path("desk/team/", RedirectView.as_view(pattern_name="team"), name="desk-team"),
]
