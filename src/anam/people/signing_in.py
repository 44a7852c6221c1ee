"""How people sign in: django-allauth, with one query for who somebody is, whom they act for, and whether they have
typed something that they have not sent.
"""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet

from anam.compiled import Bound, CompiledQuery
from anam.people.models import User
from anam.web.models import Draft


def _who() -> QuerySet[User]:
    drafts = Draft.objects.exclude(fields="").filter(person=OuterRef("pk"))
    found = User.objects.with_party().annotate(has_drafts=Exists(drafts))
    return found.filter(pk=Bound("pk", BigIntegerField()), is_active=True)


_WHO = CompiledQuery(_who)


class EmailBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    def get_user(self, user_id: int) -> User | None:
        return _WHO.first(pk=user_id)
