"""Maker Portal → Bring in: what there is to know of what was not refused."""

from tests.html import squeezed

from anam.imports.actions.run_import import run_import
from anam.imports.tests.export import order, text_of
from anam.imports.tests.test_portal import PAGE, SignIn, looked_through, start
from conftest import Cast


def test_what_changed_in_the_other_shop_since_is_shown_before_and_after(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    cells = {"Paid_at": "2026-01-05 10:00:05 -0500", "Outstanding_Balance": "0.00"}
    same = text_of(order("#1", total="14.50", **cells))
    one = looked_through(hanna, same)
    start(hanna, one)
    run_import(one.pk)
    two = looked_through(hanna, text_of(order("#1", total="14.50", **cells, Cancelled_at="2026-01-06 10:00:00 -0500")))
    page = hanna.get(f"{PAGE}{two.pk}/").content.decode()
    assert "Good to know of 1 order" in page
    assert "cancelled was “no” and is “yes”" in page
    assert "<dt>Refused</dt><dd>0</dd>" in squeezed(page)
    assert "Good to know" not in hanna.get(f"{PAGE}{one.pk}/").content.decode()
    rows = b"".join(hanna.get(f"{PAGE}{two.pk}/refused.csv").streaming_content)  # type: ignore[attr-defined]
    assert "It has changed there since it came in" in rows.decode()
