"""What somebody has typed and not sent: kept for them, form by form, until it is sent or a month has passed.

The page's script keeps it from the first letter. A form that is sent after its session has ended keeps it too, where
the browser shows whose it was: nothing that a stranger sends is kept.
"""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpRequest, QueryDict

from anam.sql import execute, fetch_value
from anam.web.device import person_before
from anam.web.models import Draft

MAX_LENGTH = 120_000
MAX_PLACE_LENGTH = 300
# Of one person: so many, and so many characters together; the oldest make room.
MAX_COUNT, MAX_CHARACTERS = 40, 480_000
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "announced", "preview_token", "draft", "place"})
_SALT = "what somebody types"
_GOOD_FOR = 30 * 24 * 3600

# What left a page before its form was sent, and comes in afterwards, is not kept; nor what nobody of ours typed.
_KEEP = """
INSERT INTO form_draft AS d (person_id, place, fields, sent_from, once, changed_at)
SELECT id, %(place)s, %(fields)s, '', %(once)s, clock_timestamp() FROM {people} WHERE id = %(person)s
ON CONFLICT (person_id, place) DO UPDATE
  SET fields = excluded.fields, once = excluded.once, changed_at = excluded.changed_at
  WHERE d.sent_from = '' OR d.sent_from <> %(page)s
RETURNING id
"""
_MAKE_ROOM = """
DELETE FROM form_draft WHERE id IN (
  SELECT id FROM (
    SELECT id, row_number() OVER newest AS place, sum(length(fields)) OVER newest AS characters
    FROM form_draft WHERE person_id = %(person)s
    WINDOW newest AS (ORDER BY id = %(kept)s DESC, fields <> '' DESC, changed_at DESC, id DESC)
  ) x WHERE place > %(most)s OR characters > %(characters)s
)
"""
_SENT = """
INSERT INTO form_draft (person_id, place, fields, sent_from, once, changed_at)
SELECT id, %(place)s, '', %(page)s, false, clock_timestamp() FROM {people} WHERE id = %(person)s
ON CONFLICT (person_id, place) DO UPDATE
  SET fields = '', sent_from = excluded.sent_from, changed_at = excluded.changed_at
"""
_FORGET = """
DELETE FROM form_draft WHERE changed_at < clock_timestamp()
  - CASE WHEN fields = '' THEN interval '1 day' ELSE interval '30 days' END
"""


@dataclass(frozen=True)
class Form:
    """A form in which one person types: `place` is the address it is sent to, `page` the page that it stands on."""

    person_id: int
    place: str
    page: str

    def signed(self) -> str:
        """For the form to carry. Nobody can make up another, so what comes back names its own writer."""
        return signing.dumps([self.person_id, self.place, self.page], salt=_SALT)


def form_on_a_new_page(person_id: int, place: str) -> Form:
    return Form(person_id, place, secrets.token_hex(8))


def read_form(signed: str) -> Form | None:
    """The form that was signed within the last 30 days; None for anything else."""
    try:
        return Form(*signing.loads(signed, salt=_SALT, max_age=_GOOD_FOR))
    except (signing.BadSignature, TypeError):
        return None


def keep_draft(request: HttpRequest) -> None:
    """Keep what was sent with this POST, which will not be carried out, for whoever typed it; a stranger nothing."""
    form = read_form(request.POST.get("draft", ""))
    place = page_of(request)
    if form and form.place == place:
        keep(form.person_id, place, typed_in(request.POST))
        return
    user: Any = getattr(request, "user", None)
    person_id = user.pk if user and user.is_authenticated else person_before(request)
    if person_id:
        keep(person_id, place, typed_in(request.POST), once=True)


def typed_in(sent: QueryDict) -> dict[str, list[str]]:
    """The fields that somebody filled in."""
    return {name: sent.getlist(name) for name in sent if name not in _NOT_TYPED}


def keep(person_id: int, place: str, fields: dict[str, list[str]], *, page: str = "", once: bool = False) -> bool:
    """Keep `fields` in place of what was kept there; whether they are.

    Not kept is what is too long, and what left its `page` before that was sent.
    """
    if is_too_long(fields) or len(place) > MAX_PLACE_LENGTH:
        return False
    facts: dict[str, Any] = {
        "person": person_id,
        "place": place,
        "fields": json.dumps(fields),
        "page": page,
        "once": once,
    }
    kept = fetch_value(_KEEP.format(people=_people()), facts)
    if kept is None:
        return False
    execute(_MAKE_ROOM, {"person": person_id, "kept": kept, "most": MAX_COUNT, "characters": MAX_CHARACTERS})
    return True


def _people() -> str:
    """The table of whoever signs in, which is not ours to name."""
    return get_user_model()._meta.db_table


def is_too_long(fields: dict[str, list[str]]) -> bool:
    return sum(len(name) + len(value) for name, values in fields.items() for value in values) > MAX_LENGTH


def forget_sent(form: Form) -> None:
    """What was typed there has been sent."""
    execute(_SENT.format(people=_people()), {"person": form.person_id, "place": form.place, "page": form.page})


def forget_old_drafts() -> int:
    """Delete what nobody came back to for 30 days, and the marks of what was sent. The answer is how many."""
    return execute(_FORGET)


def page_of(request: HttpRequest) -> str:
    """The page that this request's form stands on: what a preview was asked with belongs to its page."""
    return request.path.removesuffix("preview/")


def take_draft(request: HttpRequest) -> QueryDict:
    """The fields that were kept for this page; empty where there are none."""
    kept = kept_for(request, request.path)
    fields = QueryDict(mutable=True)
    if kept:
        for name, values in json.loads(kept.fields).items():
            fields.setlist(name, values)
        if kept.once and kept.pk:  # whoever asks again on the same page finds them all the same
            kept.delete()
    return fields


def sent_or_kept(request: HttpRequest) -> QueryDict:
    """What was typed: as it is sent now, or as it was kept until its page was opened again."""
    return request.POST if request.method == "POST" else take_draft(request)


def kept_for(request: HttpRequest, place: str) -> Draft | None:
    """What this reader typed into the form that is sent to `place`.

    One query for all the forms of a page; none for who was found, when they signed in, to have no drafts.
    """
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not getattr(user, "has_drafts", True):
        return None
    found: dict[str, Draft] | None = getattr(request, "_drafts", None)
    if found is None:
        theirs = Draft.objects.exclude(fields="").filter(person_id=user.pk)
        found = {draft.place: draft for draft in theirs}
        request._drafts = found  # type: ignore[attr-defined]
    return found.get(place)


def draft_is_kept(request: HttpRequest, place: str) -> bool:
    """Whether what was typed into the form of `place` is kept for whoever was signed in at this browser last."""
    person_id = person_before(request)
    theirs = Draft.objects.exclude(fields="").filter(person_id=person_id, place=place[:MAX_PLACE_LENGTH])
    return person_id is not None and theirs.exists()
