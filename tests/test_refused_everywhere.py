"""Every address, sent to by every side at a wrong moment: what is refused, or is not there, is no error of ours."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anam.cases.models import Case
from anam.conversations.actions.write_as_buyer import write_as_buyer
from conftest import Cast
from tests.test_strangers import everything, filled

WORDS = "Something is quite wrong here."
# What the forms send, all of it at once, and at a moment at which almost none of it is possible.
FIELDS = {
    **dict.fromkeys(("words", "message", "answer", "refusal", "note", "closing", "explanation", "why"), WORDS),
    "told_how": "phone",
    "to": "maker",
    "reason": "other",
    "preview_token": "never shown",
    "seen": "1",
    "carrier": "UPS",
    "outcome": "done",
    "reference": "R-1",
    "what": "whole",
    "take": "yes",
}


@pytest.fixture
def known(cast: Cast, sign_in: Callable[[Any], Client]) -> dict[str, str]:
    """An order of Hanna's, about which Ines has written to her, and to support."""
    order = cast.order()
    write_as_buyer("Hello.", buyer=order.buyer, maker=order.maker, by=cast.ines, order=order)
    sign_in(cast.ines).post(f"/orders/{order.number}/problem/", {"words": WORDS})
    return {"number": order.number, "slug": "byrne", "key": "too_late", "pk": str(Case.objects.get().pk)}


def addresses(known: dict[str, str]) -> list[str]:
    """Of pages; signing in and out is its own matter, and the API answers programs."""
    all_of_them = [filled(template, converters, known) for template, converters in everything()]
    return [one for one in all_of_them if not one.startswith(("/accounts/", "/api/"))]


@pytest.mark.parametrize("who", ["hanna", "otto", "ines", "sam"])
def test_no_refusal_and_nothing_missing_is_an_error_of_ours(
    cast: Cast, sign_in: Callable[[Any], Client], known: dict[str, str], who: str
) -> None:
    client = sign_in(getattr(cast, who))
    client.raise_request_exception = False
    there, missing = addresses(known), addresses({**known, "number": "NONE-1", "pk": "123456"})
    answers = {address: client.post(address, FIELDS).status_code for address in dict.fromkeys([*there, *missing])}
    assert {address: status for address, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_order_of_another_maker_is_answered_as_one_that_there_is_not(
    cast: Cast, sign_in: Callable[[Any], Client], known: dict[str, str], method: str
) -> None:
    """D1: not a status, not a word differs."""
    otto, compared = sign_in(cast.otto), 0
    for theirs, none in zip(addresses(known), addresses({**known, "number": "NONE-1"}), strict=True):
        if theirs != none:
            answers = [getattr(otto, method)(address, FIELDS if method == "post" else {}) for address in (theirs, none)]
            assert {one.status_code for one in answers} == {404}, theirs
            pages = {re.sub(f'value="\\w{{64}}"|{known["number"]}|NONE-1', "", one.content.decode()) for one in answers}
            assert len(pages) == 1, theirs
            compared += 1
    assert compared > 15
