"""No sentence of ours stands in the database, whatever was done: a code does, with its parameters."""

# ruff: noqa: S608 - our own tables

import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from anam.coded import CodedField, Unworded, check
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.elsewhere import played_in_this_database
from anam.orders.tests.factories import build
from anam.policy.models import Reason
from conftest import Cast, make_cast
from tests.kept import coded_fields, codes_in_the_source, has_words, sentences_in_the_source
from tests.kept_acts import go_wrong

# The sent thing itself; what is published as text; and what belongs to somebody else's program.
_AS_TEXT = re.compile(r"email|idempotent_response|article|django_|procrastinate_|cancellation_reason|policy")
_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'jsonb')
"""


def columns_with_our_words() -> list[str]:
    """By their first three words, which are looked up at once; then those that are there as a whole.

    The reasons of the policy begin as ours and are the marketplace's, which words them as it likes: an entry keeps what
    was said of one.
    """
    reasons = {words for both in Reason.objects.values_list("label", "for_buyer") for words in both}
    by_beginning: dict[tuple[str, ...], list[str]] = {}
    for sentence in sentences_in_the_source() - reasons:
        by_beginning.setdefault(tuple(sentence.split()[:3]), []).append(sentence)
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, column in cursor.fetchall():
            if _AS_TEXT.match(table):
                continue
            cursor.execute(f'SELECT DISTINCT "{column}"::text FROM "{table}" WHERE "{column}"::text LIKE \'% % %\'')
            for (kept,) in cursor.fetchall():
                words = re.split(r'[\s"]+', kept)
                for beginning in zip(words, words[1:], words[2:], strict=False):
                    found |= {f"{table}.{column}: {one}" for one in by_beginning.get(beginning, []) if one in kept}
    return sorted(found)


def kept_without_words() -> list[str]:
    """Of each column that keeps codes: what its table has no words for, or not with those parameters."""
    found = []
    for field in coded_fields():
        for kept in field.model._default_manager.values_list(field.name, flat=True):
            try:
                check(kept, field.sentences)
            except Unworded as wrong:
                found.append(f"{field}: {wrong}")
    return found


def the_demo() -> None:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        call_command("demo", stdout=StringIO())


ACTS: dict[str, Callable[[], object]] = {
    "the demo": the_demo,
    "everything that can become of an order": lambda: build(make_cast()),
    "what goes wrong": lambda: go_wrong(make_cast()),
}


@pytest.fixture(scope="module")
def written() -> dict[str, set[str]]:
    """The columns of codes that held something after each of the ACTS."""
    return {}


@pytest.fixture(scope="module", params=ACTS)
def filled(
    request: Any, written: dict[str, set[str]], django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic(), played_in_this_database():
        ACTS[request.param]()
        written[request.param] = {str(field) for field in coded_fields() if _holds_something(field)}
        yield
        transaction.set_rollback(True)


def _holds_something(field: CodedField) -> bool:
    return field.model._default_manager.exclude(**{field.name: field.get_default()}).exists()


def test_there_are_columns_of_codes_and_words_for_them() -> None:
    assert {field.model.__name__ for field in coded_fields()} >= {"Case", "CaseEntry", "Email", "PaymentOperation"}
    assert len(sentences_in_the_source()) > 1000


def test_every_code_that_the_source_names_has_words_and_all_that_they_say() -> None:
    """Also where no test has come by: a code without words would be an error when it is written."""
    named = list(codes_in_the_source())
    assert len(named) > 250
    assert [f"{where}: {code}" for where, code, parameters in named if not has_words(code, parameters)] == []


def test_no_sentence_of_ours_is_kept(filled: None) -> None:
    assert columns_with_our_words() == []


def test_all_that_is_kept_has_its_words(filled: None) -> None:
    assert kept_without_words() == []


def test_every_column_of_codes_was_written_meanwhile(written: dict[str, set[str]]) -> None:
    """So that what is looked at above is all that there is."""
    if written.keys() != ACTS.keys():
        pytest.skip("Comes after the tests above, and looks at what they have filled.")
    assert {str(field) for field in coded_fields()} - set().union(*written.values()) == set()


@pytest.mark.django_db
def test_a_sentence_that_is_kept_as_text_would_be_found(cast: Cast) -> None:
    write_as_buyer("Choose a time zone from the list.", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    assert columns_with_our_words() == ["message.body: Choose a time zone from the list."]
