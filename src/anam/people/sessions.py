"""Sessions in the database, as Django keeps them: read with a query that is compiled once, since every page asks it."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from anam.compiled import Bound, CompiledQuery

_SESSION = CompiledQuery(
    lambda: Session.objects.filter(session_key=Bound("key", CharField()), expire_date__gt=Bound("now", DateTimeField()))
)


class SessionStore(DatabaseSessions):
    def _get_session_from_db(self) -> Any:
        session = _SESSION.first(key=self.session_key, now=timezone.now())
        if session is None:
            self._session_key = None
        return session
