"""What is kept of an import is codes: whoever looks at it later reads it in their own language."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from tests.another_version import unchecked
from tests.languages import irish

from anam.coded import coded
from anam.history.models import Entry
from anam.imports.actions.give_up import give_up
from anam.imports.actions.run_import import run_import
from anam.imports.models import Import, Refusal, Told
from anam.imports.tests.export import order, text_of
from anam.imports.tests.test_portal import PAGE, SignIn, looked_through, send, start
from anam.orders.models import Cancellation
from conftest import Cast

WITHOUT = "It was cancelled in the system that it comes from, which does not say why."


def test_a_refusal_keeps_its_code_and_is_read_as_before(
    cast: Cast, sign_in: SignIn, tmp_path: Path, settings: Any
) -> None:
    looked_through(sign_in(cast.hanna), text_of(order("#4", {"Lineitem quantity": "x"}, total="14.50")))
    kept = Refusal.objects.get()
    assert kept.why == [{"code": "no_quantity", "text": "“x”", "least": 1}]
    assert kept.words == "The quantity “x” is not a whole number of 1 or more."
    said = "The quantity {text} is not a whole number of {least} or more."
    with irish(settings, tmp_path, {said: "Ní slánuimhir í {text}."}), translation.override("ga"):
        assert kept.words == "Ní slánuimhir í “x”."


def test_a_file_that_cannot_be_used_keeps_the_code_of_why(cast: Cast, sign_in: SignIn) -> None:
    one = looked_through(sign_in(cast.hanna), "Handle,Title\nmug,Mug\n")
    assert (one.why["code"], one.why["kind"]) == ("columns_missing", {"code": "shopify_orders"})
    assert one.words.startswith("This is no export of Shopify's orders: it has no column Name, Id, Created at")
    assert one.words.endswith("It seems to hold products.")


def test_an_import_that_is_given_up_keeps_the_code_of_why(cast: Cast, sign_in: SignIn) -> None:
    send(sign_in(cast.hanna))
    one = Import.objects.get()
    assert give_up(one.pk, why="time")
    one.refresh_from_db()
    assert one.why == coded("took_too_long")
    assert one.words.startswith("It took longer to read than a file may.")


def test_what_another_system_said_is_kept_as_what_it_is(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    one = looked_through(hanna, text_of(order("#1", total="14.50")))
    start(hanna, one)
    run_import(one.pk)
    facts = Told.objects.get().facts
    assert (facts["total"], facts["cancelled"], facts["sent"]) == (
        [1450, "USD"],
        {"code": "is_not_so"},
        {"code": "none_of_it"},
    )
    two = looked_through(hanna, text_of(order("#1", total="14.50", Cancelled_at="2026-01-06 10:00:00 -0500")))
    kept = two.refusals.get()
    assert [one["code"] for one in kept.why[0]["changes"]] == ["cancelled_differs"]
    assert kept.words == (
        "It has changed there since it came in: cancelled was “no” and is “yes”. "
        "Here it stays as it is: waiting for the maker."
    )


def test_an_order_that_was_cancelled_without_a_word_keeps_no_words_of_ours(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    cells = {"Cancelled_at": "2026-01-06 10:00:00 -0500"}
    one = looked_through(hanna, text_of(order("#1", total="14.50", **cells)))
    start(hanna, one)
    run_import(one.pk)
    cancellation = Cancellation.objects.get()
    assert (cancellation.explanation, cancellation.effects["explained_by"]) == ("", coded("no_explanation"))
    assert Entry.objects.get(kind="cancelled").facts["explained_by"] == coded("no_explanation")
    assert cancellation.explanation_words == WITHOUT
    assert WITHOUT in hanna.get(cancellation.order.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "why", [[coded("of_an_older_version")], coded("of_an_older_version"), ["In words."], "In words."]
)
def test_what_another_version_kept_is_shown_all_the_same(cast: Cast, sign_in: SignIn, why: Any) -> None:
    hanna = sign_in(cast.hanna)
    one = looked_through(hanna)
    Import.objects.filter(pk=one.pk).update(why=unchecked(why), stage="stopped")
    Refusal.objects.update(why=unchecked(why))
    page = hanna.get(f"{PAGE}{one.pk}/")
    assert page.status_code == 200
    assert ("In words." if "In words." in str(why) else "Of an older version.") in page.content.decode()
    assert b"line,order,reason" in b"".join(hanna.get(f"{PAGE}{one.pk}/refused.csv").streaming_content)  # type: ignore[attr-defined]
