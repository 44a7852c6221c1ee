"""The policy on the desk: what is in force, changing it, its reasons; the wiring of the screens."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.html import squeezed

from anam.people.models import User
from anam.policy.actions.add_reason import add_reason
from anam.policy.actions.change_policy import change_policy
from anam.policy.actions.retire_reason import retire_reason
from anam.policy.actions.reword_reason import reword_reason
from anam.policy.models import SETTABLE, Policy, Reason, current_policy
from anam.policy.parsing import columns_of, new_reason
from anam.policy.reason_columns import as_typed
from conftest import Cast, after_the_session

SignIn = Callable[[User], Client]
PAGES = ["", "numbers/", "numbers/preview/", "add-reason/", "reasons/too_late/", "reasons/too_late/retire/"]


@pytest.fixture
def sam(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.sam)


def numbers(**typed: str) -> dict[str, str]:
    """What the form of numbers sends, with `typed` over what it showed."""
    policy = current_policy()
    values = {name: getattr(policy, name) for name in SETTABLE}
    shown = {
        name: ("on" if value else "off") if isinstance(value, bool) else str(value) for name, value in values.items()
    }
    return {**shown, "seen": str(policy.pk), "why": "Christmas", **typed}


def reason(key: str, **typed: str) -> dict[str, str]:
    """What the form of a reason sends."""
    found = Reason.objects.under(current_policy().pk, key)
    columns = columns_of(found) if found else new_reason()
    shown = {name: as_typed(value) for name, value in columns.items()}
    return {**shown, "seen": str(current_policy().pk), "why": "Clearer", **typed}


def test_the_page_says_what_is_in_force_and_which_reasons_there_are(cast: Cast, sam: Client) -> None:
    retire_reason("damaged", by=cast.sam, why="Nobody uses it")
    page = sam.get("/desk/policy/").content.decode()
    assert "A maker may decline for 72 hours, from the moment an order is placed." in page
    assert page.index("Out of stock") < page.index("The buyer asked for it") < page.index("<h3>Retired</h3>")
    assert "?again=damaged" in page
    assert "Retired the reason “Damaged in the workshop”" in page
    assert "Sam: “Nobody uses it”" in page
    assert "reasons/other/retire/" not in page
    assert '<a href="/desk/policy/">Policy</a>' in sam.get("/desk/").content.decode()


def test_a_change_is_seen_before_it_is_made(cast: Cast, sam: Client) -> None:
    """D13"""
    cast.order()
    page = sam.post("/desk/policy/numbers/preview/", numbers(decline_window_hours="96", support_answer_hours="24"))
    words = squeezed(page.content.decode())
    assert "<dt>Decline window, in hours</dt><dd><strong>72 → 96</strong>" in words
    assert "Only orders placed from now on follow it. 1 open order keeps the rules" in words
    assert "Cases that are open keep their time to answer" in words
    assert Policy.objects.count() == 1
    done = sam.post("/desk/policy/numbers/", numbers(decline_window_hours="96", support_answer_hours="24"), follow=True)
    assert "The policy is changed, for orders placed from now on." in done.content.decode()
    assert "Decline window, in hours 72 → 96" in done.content.decode()
    changed = current_policy()
    assert (changed.decline_window_hours, changed.support_answer_hours) == (96, 24)
    assert (changed.changed_by, changed.why) == (cast.sam, "Christmas")


@pytest.mark.parametrize("path", ["numbers/", "numbers/preview/"])
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"decline_window_hours": value}, "give whole hours, from 1 to 720")
        for value in ("", "-1", "0", "721", "9" * 40, "three", "7.5", "\0", "٣", "<b>")
    ]
    + [
        ({"makers_may_start_conversations": "perhaps"}, "neither on nor off"),
        ({"first_reminder_hours": "6"}, "must come after"),
        ({"decline_window_hours": "96", "why": "\0 "}, "Say why, in 1 to 300"),
        ({"decline_window_hours": "96", "why": "x" * 301}, "this has 301"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(sam: Client, path: str, typed: dict[str, str], words: str) -> None:
    answer = sam.post(f"/desk/policy/{path}", numbers(**typed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Policy.objects.count() == 1


@pytest.mark.parametrize("path", ["numbers/", "numbers/preview/"])
def test_what_changes_nothing_makes_no_version(sam: Client, path: str) -> None:
    answer = sam.post(f"/desk/policy/{path}", numbers())
    assert (answer.status_code, Policy.objects.count()) == (409, 1)
    assert "nothing was changed" in answer.content.decode()


@pytest.mark.parametrize("path", ["numbers/", "numbers/preview/"])
def test_who_comes_second_is_told_and_keeps_what_they_typed(cast: Cast, sam: Client, path: str) -> None:
    """D7: and only what they changed themselves is sent again; what the first did stays."""
    mine = numbers(decline_window_hours="96", why="My own why")
    change_policy(by=None, why="We are five now", support_answer_hours=12)
    answer = sam.post(f"/desk/policy/{path}", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The marketplace changed the policy on" in page
    assert "48 → 12" in page
    assert "We are five now" in page
    assert 'name="decline_window_hours" value="96"' in squeezed(page)
    assert 'name="support_answer_hours" value="12"' in squeezed(page)
    assert 'value="My own why"' in page
    assert f'name="seen" value="{current_policy().pk}"' in page
    sam.post("/desk/policy/numbers/", numbers(decline_window_hours="96", support_answer_hours="12"))
    assert (current_policy().decline_window_hours, current_policy().support_answer_hours) == (96, 12)


@pytest.mark.parametrize("seen", ["", "0", "-1", "x", "\0", "9" * 17, "9" * 60, "²"])
def test_a_form_that_does_not_say_what_it_showed_changes_nothing(sam: Client, seen: str) -> None:
    assert sam.post("/desk/policy/numbers/", numbers(decline_window_hours="96", seen=seen)).status_code == 409
    assert sam.post("/desk/policy/reasons/too_late/", reason("too_late", label="X", seen=seen)).status_code == 409
    assert sam.post("/desk/policy/reasons/too_late/retire/", {"why": "X", "seen": seen}).status_code == 409
    assert sam.post("/desk/policy/add-reason/", reason("flood", label="X", seen=seen)).status_code == 409
    assert Policy.objects.count() == 1


def test_a_double_click_is_one_version(sam: Client) -> None:
    """D7"""
    for path, sent in (
        ("numbers/", numbers(decline_window_hours="96")),
        ("add-reason/", lambda: reason("flood", label="Flood")),
        ("reasons/flood/", lambda: reason("flood", label="High water")),
        ("reasons/flood/retire/", lambda: reason("flood")),
    ):
        versions, typed = Policy.objects.count(), sent() if callable(sent) else sent
        assert [sam.post(f"/desk/policy/{path}", typed).status_code for _ in range(2)] == [302, 302], path
        assert Policy.objects.count() == versions + 1


def test_a_reason_is_added_reworded_and_retired(cast: Cast, sam: Client) -> None:
    """D13"""
    cast.order()
    assert "1 open order keeps the reasons" in sam.get("/desk/policy/add-reason/").content.decode()
    added = sam.post("/desk/policy/add-reason/", reason("", label="Flood & mud", suggestion="Say when."), follow=True)
    assert "“Flood &amp; mud” is added, for orders placed from now on." in added.content.decode()
    flood = Reason.objects.get(key="flood_mud")
    assert (flood.suggestion, flood.for_makers, flood.since.changed_by) == ("Say when.", True, cast.sam)
    shown = sam.get("/desk/policy/reasons/flood_mud/").content.decode()
    assert 'value="Say when."' in shown
    sam.post("/desk/policy/reasons/flood_mud/", reason("flood_mud", stock="keep", fault="nobody", counts="no"))
    now = Reason.objects.get(key="flood_mud", until=None)
    assert (now.stock, now.fault, now.counts, now.label) == ("keep", "nobody", False, "Flood & mud")
    assert "Say why" in sam.post("/desk/policy/reasons/flood_mud/retire/", reason("flood_mud", why="")).content.decode()
    sam.post("/desk/policy/reasons/flood_mud/retire/", reason("flood_mud"))
    assert not Reason.objects.filter(key="flood_mud", until=None).exists()
    assert sam.get("/desk/policy/reasons/flood_mud/").status_code == 404
    assert sam.get("/desk/policy/reasons/flood_mud/retire/").status_code == 404
    assert 'value="Flood &amp; mud"' in sam.get("/desk/policy/add-reason/?again=flood_mud").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"label": "\0"}, "Give it a label"),
        ({"label": "x" * 300}, "too long"),
        ({"counts": "2"}, "neither yes nor no"),
        ({"position": "-5"}, "give a whole number"),
        ({"position": "9" * 50}, "give a whole number"),
        ({"least_words": "ten"}, "give a whole number"),
        ({"least_words": "3"}, "from 10 to 500"),
        ({"fault": "cat"}, "Say whose fault"),
        ({"stock": "\0"}, "Say what the stock does"),
        ({"fault": "buyer"}, "Only what is the maker’s fault"),
        ({"label": "X", "why": ""}, "Say why"),
    ],
)
def test_what_a_reason_cannot_be_is_said_beside_its_field(sam: Client, typed: dict[str, str], words: str) -> None:
    for path, sent in (("reasons/too_late/", reason("too_late")), ("add-reason/", reason("flood", label="Flood"))):
        answer = sam.post(f"/desk/policy/{path}", {**sent, **typed})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), path
    assert Policy.objects.count() == 1


@pytest.mark.parametrize("label", ["Наводнение", "123", "x"])
def test_a_label_that_makes_no_key_asks_for_one(sam: Client, label: str) -> None:
    answer = sam.post("/desk/policy/add-reason/", reason("", label=label))
    assert "A key has 2 to 40 characters" in answer.content.decode()
    assert sam.post("/desk/policy/add-reason/", {**reason("", label=label), "key": "flood"}).status_code == 302


def test_what_the_program_needs_says_so(sam: Client) -> None:
    """D14"""
    page = sam.get("/desk/policy/reasons/other/retire/").content.decode()
    assert "cannot be retired" in page
    assert "Retire the reason" not in page
    assert sam.post("/desk/policy/reasons/other/retire/", reason("other")).status_code == 409
    form = sam.get("/desk/policy/reasons/buyer_asked/").content.decode()
    assert '<option value="maker"' not in form
    assert sam.post("/desk/policy/reasons/buyer_asked/", reason("buyer_asked", fault="maker")).status_code == 422
    assert Policy.objects.count() == 1


def test_a_reason_that_a_colleague_retired_meanwhile_can_be_begun_again(cast: Cast, sam: Client) -> None:
    """D7"""
    mine = reason("too_late", label="Late")
    retire_reason("too_late", by=None, why="Nobody uses it")
    answer = sam.post("/desk/policy/reasons/too_late/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "retired the reason “Cannot make it in time” (“Nobody uses it”)" in page
    assert 'action="/desk/policy/add-reason/"' in page
    assert 'value="Late"' in page
    assert sam.post("/desk/policy/reasons/too_late/retire/", mine).status_code == 409


def test_a_colleagues_words_stay_where_one_typed_nothing(cast: Cast, sam: Client) -> None:
    """D7"""
    mine = reason("too_late", label="Late")
    reword_reason("too_late", by=None, why="Kinder", suggestion="Offer another day.")
    page = sam.post("/desk/policy/reasons/too_late/", mine).content.decode()
    assert 'value="Offer another day."' in page
    assert 'value="Late"' in page


@pytest.mark.parametrize("path", PAGES)
def test_for_makers_and_buyers_there_is_no_policy(cast: Cast, sign_in: SignIn, path: str) -> None:
    """D1"""
    for person in (cast.hanna, cast.ines):
        assert sign_in(person).get(f"/desk/policy/{path}").status_code == 404
        assert sign_in(person).post(f"/desk/policy/{path}", numbers(decline_window_hours="96")).status_code == 404
    assert Client().get(f"/desk/policy/{path}").url.startswith("/accounts/login/")
    assert Policy.objects.count() == 1


@pytest.mark.parametrize("path", ["reasons/nonsense/", "reasons/nonsense/retire/"])
def test_a_reason_that_there_is_not_is_not_found(sam: Client, path: str) -> None:
    assert sam.get(f"/desk/policy/{path}").status_code == 404
    assert sam.post(f"/desk/policy/{path}", reason("x", label="X")).status_code == 404


def test_what_was_typed_survives_an_expired_session(cast: Cast) -> None:
    client = after_the_session(cast.sam)
    sent = numbers(decline_window_hours="96", why="Typed before")
    to = client.post("/desk/policy/numbers/preview/", sent).url
    change_policy(by=None, why="We are five now", support_answer_hours=12)
    client.post(to, {"login": cast.sam.email, "password": "demo"})
    page = client.get("/desk/policy/numbers/").content.decode()
    assert 'name="decline_window_hours" value="96"' in squeezed(page)
    assert 'value="Typed before"' in page
    assert 'name="support_answer_hours" value="12"' in squeezed(page)
    assert "We are five now" in page
    assert client.get("/desk/policy/numbers/preview/").url == "/desk/policy/numbers/"


@pytest.mark.parametrize("before", ["", "x", "0", "-1", "9" * 17, "9" * 40, "\0"])
def test_an_address_with_anything_in_it_is_answered(sam: Client, before: str) -> None:
    assert sam.get("/desk/policy/", {"before": before}).status_code == 200
    assert sam.get("/desk/policy/add-reason/", {"again": before}).status_code == 200


def test_changes_are_paged_the_newest_first(cast: Cast, sam: Client) -> None:
    for hours in range(25, 50):
        change_policy(by=cast.sam, why=f"Try {hours}", buyer_request_hours=hours)
    page = sam.get("/desk/policy/")
    assert page.content.decode().index("“Try 49”") < page.content.decode().index("“Try 30”")
    assert "“Try 29”" not in page.content.decode()
    rest = sam.get("/desk/policy/", {"before": page.context["next"]}).content.decode()
    assert "“Try 29”" in rest
    assert "24 → 25" in rest
    assert "What the marketplace begins with" in rest
    assert "Earlier changes" not in rest


@pytest.mark.parametrize("number", [1, 20])
def test_the_page_costs_the_same_queries_for_few_and_for_many(
    cast: Cast, sam: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    for one in range(number):
        add_reason(f"flood_{one}", by=cast.sam, why="A test", **{**new_reason(), "label": f"Flood {one}"})
        add_reason(f"mud_{one}", by=cast.sam, why="A test", **{**new_reason(), "label": f"Mud {one}"})
        retire_reason(f"mud_{one}", by=cast.sam, why="A test")
    with django_assert_max_num_queries(12):
        sam.get("/desk/policy/")
