"""Where makers and buyers meet support: what they ask, read and report."""

from anam.cases.models import Case
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.support.actions.add_note import add_note
from anam.support.actions.write_to import write_to
from anam.support.tests.test_cases import BROKEN, complaint
from anam.support.tests.test_desk import SignIn, page
from conftest import Cast


def test_a_buyer_asks_reads_the_answer_and_answers(cast: Cast, sign_in: SignIn) -> None:
    order, ines = cast.order(), sign_in(cast.ines)
    assert "Write to them first" in page(ines, f"/orders/{order.number}/problem/")
    short = ines.post(f"/orders/{order.number}/problem/", {"words": "bad"})
    assert short.status_code == 422
    answer = ines.post(f"/orders/{order.number}/problem/", {"words": BROKEN})
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.pk}/"
    write_to(case.pk, to="buyer", by=cast.sam, words="I am sorry. New bowls are on their way.")
    add_note(case.pk, by=cast.sam, words="Byrne is careless.")
    shown = page(ines, f"/cases/{case.pk}/")
    assert "New bowls are on their way." in shown
    assert "careless" not in shown
    ines.post(f"/cases/{case.pk}/", {"words": "Thank you."})
    assert "Thank you." in page(sign_in(cast.sam), f"/desk/cases/{case.pk}/")


def test_a_case_is_seen_by_whom_it_concerns_and_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    """D1: the maker does not see the buyer's complaint until support writes to them, and then only that."""
    case = complaint(cast)
    path = f"/cases/{case.pk}/"
    assert [sign_in(user).get(path).status_code for user in (cast.ines, cast.hanna, cast.otto, cast.sam)] == [
        200,
        404,
        404,
        404,
    ]
    write_to(case.pk, to="maker", by=cast.sam, words="What happened to the bowls?")
    shown = page(sign_in(cast.ravi), path)
    assert "What happened to the bowls?" in shown
    assert BROKEN not in shown
    assert "What happened to the bowls?" not in page(sign_in(cast.ines), path)
    assert sign_in(cast.otto).post(path, {"words": "Let me in."}).status_code == 404


def test_a_message_is_reported_from_its_page(cast: Cast, sign_in: SignIn) -> None:
    posted = write_as_buyer("You are a crook.", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    path, hanna = f"/messages/report/{posted.message_id}/", sign_in(cast.hanna)
    assert "You are a crook." in page(hanna, path)
    assert hanna.post(path, {"words": ""}).status_code == 422
    hanna.post(path, {"words": "She insults me."}, follow=True)
    case = Case.objects.get()
    assert "Reported" in page(sign_in(cast.sam), f"/desk/cases/{case.pk}/")
    assert [sign_in(user).get(path).status_code for user in (cast.ines, cast.otto, cast.sam)] == [404, 404, 404]
