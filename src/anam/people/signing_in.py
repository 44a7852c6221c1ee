"""How people sign in: django-allauth, with one query for who somebody is, whom they act for, whether they have typed
something that they have not sent, and whether the marketplace's own settings are still those that are known here.
"""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Subquery

from anam.compiled import Bound, CompiledQuery
from anam.marketplace.current import hear_version
from anam.marketplace.models import Marketplace
from anam.people.models import User
from anam.web.models import Draft


def _who() -> QuerySet[User]:
    drafts = Draft.objects.exclude(fields="").filter(person=OuterRef("pk"))
    version = Subquery(Marketplace.objects.values("version"))
    found = User.objects.with_party().annotate(has_drafts=Exists(drafts), marketplace_version=version)
    return found.filter(pk=Bound("pk", BigIntegerField()), is_active=True)


_WHO = CompiledQuery(_who)


class EmailBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    def get_user(self, user_id: int) -> User | None:
        found = _WHO.first(pk=user_id)
        if found:
            hear_version(found.marketplace_version)  # type: ignore[attr-defined]  # annotated
        return found
