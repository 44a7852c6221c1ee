"""Sessions in the database, as Django keeps them, each with whose it is.

So one statement, compiled once, finds a session and who is signed in: whom they act for, whether they have typed
something that they have not sent, and whether the marketplace's own settings are still those that are known here.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db.models import CharField, DateTimeField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from anam.compiled import Bound, CompiledQuery
from anam.marketplace.current import hear_version
from anam.marketplace.models import Marketplace
from anam.people.models import Session, User
from anam.web.models import Draft


def _with_person() -> QuerySet[Session]:
    drafts = Draft.objects.exclude(fields="").filter(person=OuterRef("person"))
    version = Subquery(Marketplace.objects.values("version"))
    whose = Session.objects.select_related("person__maker_member__maker", "person__buyer_member__buyer")
    found = whose.annotate(has_drafts=Exists(drafts), marketplace_version=version)
    return found.filter(session_key=Bound("key", CharField()), expire_date__gt=Bound("now", DateTimeField()))


_SESSION = CompiledQuery(_with_person)


class SessionStore(DatabaseSessions):
    person: User | None = None
    """Whose session it is, as they were when it was read; None for a visitor, or where it was not read."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    @classmethod
    def clear_expired(cls) -> int:  # type: ignore[override]
        """Delete the sessions that have ended, by the database's clock; the answer is how many."""
        deleted, _ = Session.objects.filter(expire_date__lt=Now()).delete()
        return deleted

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.person_id = data.get(SESSION_KEY)
        return session

    def _get_session_from_db(self) -> Any:
        session: Any = _SESSION.first(key=self.session_key, now=timezone.now())
        if session is None:
            self._session_key = None
            return None
        hear_version(session.marketplace_version)
        if session.person:
            session.person.has_drafts = session.has_drafts  # web/drafts.py looks
        self.person = session.person
        return session
