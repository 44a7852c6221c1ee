from django.db import transaction

from anam.legal.models import MAX_CHANGE_LENGTH, MAX_SOURCE_LENGTH, LegalText
from anam.marketplace.actions.show_legal_texts import show_that_there_is
from anam.people.models import User
from anam.refusals import Refused
from anam.sql import execute
from anam.words import count


@transaction.atomic
def publish_text(kind: str, *, source: str, change: str, by: User | None, base_version: int) -> LegalText:
    """A new version of the terms or of the privacy notice, in force at once; those before stay readable.

    `base_version` is the version that `by` looked at, 0 where there was none; the same click twice is one version (D7).
    Raises Refused, in words: somebody was quicker, nothing would change, or there is no text, or too much.
    """
    _one_at_a_time()
    newest = LegalText.objects.of_kind(kind).first()
    version = newest.version if newest else 0
    if newest and (newest.source, newest.change, newest.published_by_id) == (source, change, by.pk if by else None):
        return newest
    if version != base_version:
        raise Refused.because("text_changed", f"Version {version} was published while you were writing. Compare them.")
    if newest and newest.source == source:
        raise Refused.because("nothing_changed", f"This is what version {version} says: nothing was changed.")
    _validate(source, change)
    show_that_there_is(terms=kind == LegalText.Kind.TERMS, privacy=kind == LegalText.Kind.PRIVACY)
    return LegalText.objects.create(kind=kind, version=version + 1, source=source, change=change, published_by=by)


def _one_at_a_time() -> None:
    execute("LOCK TABLE legal_text IN SHARE ROW EXCLUSIVE MODE")


def _validate(source: str, change: str) -> None:
    if not source:
        raise Refused.because("text_wrong", "Write the text first.")
    if len(source) > MAX_SOURCE_LENGTH:
        raise Refused.because("text_wrong", f"That is too long: {count(MAX_SOURCE_LENGTH, 'character')} at most.")
    if len(change) > MAX_CHANGE_LENGTH:
        raise Refused.because("change_wrong", f"Say it in {MAX_CHANGE_LENGTH} characters at most.")
