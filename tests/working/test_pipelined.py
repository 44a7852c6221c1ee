"""Statements that are sent along with others: counts are counts, and what goes wrong is heard of before COMMIT (D7)."""

import pytest
from django.db import IntegrityError, transaction

from anam.people.models import Buyer
from anam.sql import before_commit, execute, fetch_value, pipelined, send


def test_in_a_pipeline_what_is_sent_is_there_for_the_next_statement_and_is_committed(own_database: str) -> None:
    with transaction.atomic(), pipelined():
        send(
            "INSERT INTO buyer (slug, name, place, country, time_zone, created_at)"
            " VALUES ('sent', 'Sent', '', 'US', 'UTC', now())"
        )
        assert fetch_value("SELECT name FROM buyer WHERE slug = 'sent'") == "Sent"
        assert Buyer.objects.filter(slug="sent").update(name="Counted") == 1, "a count is the count, also of the ORM"
        assert Buyer.objects.filter(slug="not there").update(name="Counted") == 0
        assert execute("UPDATE buyer SET place = 'Cork' WHERE slug = 'not there'") == 0
    assert Buyer.objects.get(slug="sent").name == "Counted"


@pytest.mark.parametrize("followed_by", ["nothing", "a statement"])
def test_what_goes_wrong_with_what_was_sent_is_raised_before_the_commit_and_nothing_stays(
    own_database: str, followed_by: str
) -> None:
    Buyer.objects.get_or_create(slug="there", defaults={"name": "There", "country": "US", "time_zone": "UTC"})
    with pytest.raises(IntegrityError), transaction.atomic(), pipelined():  # noqa: PT012 - all of it is a transaction
        Buyer.objects.filter(slug="there").update(name="Changed")
        send(
            "INSERT INTO buyer (slug, name, place, country, time_zone, created_at)"
            " VALUES ('there', 'Twice', '', 'US', 'UTC', now())"
        )
        if followed_by == "a statement":
            fetch_value("SELECT 1")
            raise AssertionError("the statement after it has heard of it")
    assert Buyer.objects.get(slug="there").name == "There"
    assert fetch_value("SELECT 1") == 1, "the connection is as good as before"


def test_a_refusal_in_a_pipeline_rolls_back_what_was_sent(own_database: str) -> None:
    with pytest.raises(LookupError), transaction.atomic(), pipelined():  # noqa: PT012
        send(
            "INSERT INTO buyer (slug, name, place, country, time_zone, created_at)"
            " VALUES ('gone', 'Gone', '', 'US', 'UTC', now())"
        )
        raise LookupError
    assert not Buyer.objects.filter(slug="gone").exists()


def test_what_is_looked_at_before_the_commit_can_refuse_all_of_it(own_database: str) -> None:
    """D8: the money's answer is read after all was sent, and what it refuses leaves nothing behind."""

    def refuse() -> None:
        assert fetch_value("SELECT count(*) FROM buyer WHERE slug = 'refused'") == 1, "all that was sent is answered"
        raise LookupError

    with pytest.raises(LookupError), transaction.atomic(), pipelined():  # noqa: PT012
        before_commit(refuse)
        send(
            "INSERT INTO buyer (slug, name, place, country, time_zone, created_at)"
            " VALUES ('refused', 'Refused', '', 'US', 'UTC', now())"
        )
    assert not Buyer.objects.filter(slug="refused").exists()
    assert fetch_value("SELECT 1") == 1, "the connection is as good as before"
