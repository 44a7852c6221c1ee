"""How people sign in: django-allauth, with one query for who somebody is, whom they act for, and whether they have
typed something that they have not sent.
"""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from anam.people.models import User
from anam.web.models import Draft


class EmailBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    def get_user(self, user_id: int) -> User | None:
        members = ("maker_member__maker", "buyer_member__buyer")
        drafts = Draft.objects.exclude(fields="").filter(person=OuterRef("pk"))
        found = User.objects.select_related(*members).annotate(has_drafts=Exists(drafts))
        return found.filter(pk=user_id, is_active=True).first()
