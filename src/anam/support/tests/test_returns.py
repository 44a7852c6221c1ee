"""A return on the pages of support, of the buyer and of the maker."""

import re
from collections.abc import Callable

from django.test import Client

from anam.cases.models import Case
from anam.orders.models import OrderReturn, Refund
from anam.orders.tests.refund_factories import REFUND_WORDS, shipped_order
from anam.orders.tests.return_factories import WHERE, WHY, mug_of, order_return
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_support_takes_a_return_through_all_its_steps_and_everybody_reads_what_is_true(
    cast: Cast, sign_in: SignIn
) -> None:
    """M12, D7, D10: each form is pressed twice."""
    order = shipped_order(cast)
    sam, ines, hanna = sign_in(cast.sam), sign_in(cast.ines), sign_in(cast.hanna)
    mug = f"remove-{mug_of(order)}"
    desk, bought, sold = f"/desk/orders/{order.number}/", f"/orders/{order.number}/", order.get_absolute_url()
    assert f"{desk}return/" in page(sam, desk)
    opened = [sam.post(f"{desk}return/", {"words": WHY, mug: "2"}) for _ in range(2)]
    one = OrderReturn.objects.get()
    case, steps = f"/desk/cases/{one.case_id}/", f"/desk/returns/{one.pk}/"
    assert {answer["Location"] for answer in opened} == {case}
    assert "Return: Asked for" in page(sam, case)
    assert "Send nothing yet" in page(ines, bought)
    assert "Close the case" not in page(sam, case)
    assert [sam.post(f"{steps}agree/", {"words": WHERE})["Location"] for _ in range(2)] == [case, case]
    assert WHERE in page(ines, bought)
    assert "to be sent back by" in page(hanna, sold)
    gone = f"{bought}return/{one.pk}/sent/"
    missing = ines.post(gone, {"carrier": "", "tracking": "AP-1"})
    assert missing.status_code == 409
    assert "Say who carries it" in missing.content.decode()
    assert "AP-1" in missing.content.decode()
    sent = {"carrier": "An Post", "tracking": "AP-1"}
    assert [ines.post(gone, sent)["Location"] for _ in range(2)] == [bought, bought]
    assert "On its way with An Post AP-1" in page(sam, case)
    too_many = sam.post(f"{steps}received/", {mug: "3"})
    assert too_many.status_code == 409
    assert "only 2 are left" in too_many.content.decode()
    assert [sam.post(f"{steps}received/", {mug: "2"}).status_code for _ in range(2)] == [302, 302]
    assert "came back: the money is next" in page(ines, bought)
    found = re.search(r'href="([^"]+)">Refund what came back', page(sam, case))
    assert found
    shown = page(sam, found[1].replace("&amp;", "&"))
    token = re.search(r'name="preview_token" value="([^"]+)"', shown)
    assert token
    form = {
        "return": str(one.pk),
        "reason": "returned",
        "words": REFUND_WORDS,
        mug: "2",
        f"stock-{mug_of(order)}": "return",
        "preview_token": token[1],
        "key": "a form",
    }
    assert [sam.post(f"{desk}refund/", form).status_code for _ in range(2)] == [302, 302]
    one.refresh_from_db()
    assert (one.status, Refund.objects.count()) == ("refunded", 1)
    assert not Case.objects.still_open().exists()
    assert "came back, and $29.00 was decided to be refunded" in page(ines, bought)


def test_a_buyer_asks_for_it_where_they_report_a_problem(cast: Cast, sign_in: SignIn) -> None:
    order, ines = shipped_order(cast), sign_in(cast.ines)
    address, mug = f"/orders/{order.number}/problem/", f"remove-{mug_of(order)}"
    assert "Do you want to send something back?" in page(ines, address)
    wrong = ines.post(address, {"words": WHY, mug: "99"})
    assert wrong.status_code == 422
    assert WHY in wrong.content.decode()
    answers = [ines.post(address, {"words": WHY, mug: "2"}) for _ in range(2)]
    one = OrderReturn.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/cases/{one.case_id}/"}
    assert (one.asked_as, one.by) == ("buyer", cast.ines)
    assert ines.post(address, {"words": "Nothing goes back, but where is the bowl?", mug: "0"}).status_code == 302
    assert Case.objects.filter(kind="complaint").count() == 1
    assert "Do you want to send something back?" not in page(ines, f"/orders/{cast.order().number}/problem/")


def test_it_is_refused_with_words_on_the_page_of_its_case(cast: Cast, sign_in: SignIn) -> None:
    one, sam = order_return(cast, until="sent"), sign_in(cast.sam)
    steps = f"/desk/returns/{one.pk}/"
    short = sam.post(f"{steps}refuse/", {"words": "No."})
    assert short.status_code == 409
    assert "the buyer and the maker read why" in short.content.decode()
    no = "They fell from your own shelf, as you write."
    assert [sam.post(f"{steps}refuse/", {"words": no}).status_code for _ in range(2)] == [302, 302]
    for person, address in ((cast.ines, f"/orders/{one.order.number}/"), (cast.hanna, one.order.get_absolute_url())):
        assert no in page(sign_in(person), address)
    moved = sam.post(f"{steps}agree/", {"words": WHERE})
    assert moved.status_code == 409
    assert "This return has moved on: it is now “refused”." in moved.content.decode()


def test_of_two_agents_the_second_reads_what_the_first_did(cast: Cast, sign_in: SignIn) -> None:
    """M13, D7"""
    one = order_return(cast)
    kim = User.objects.create_user("kim@test.example", name="Kim", is_support=True)
    sign_in(cast.sam).post(f"/desk/returns/{one.pk}/refuse/", {"words": "They are not of this maker."})
    second = sign_in(kim).post(f"/desk/returns/{one.pk}/agree/", {"words": WHERE})
    assert second.status_code == 409
    assert "it is now “refused”" in second.content.decode()


def test_to_everybody_else_there_is_no_such_return(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    one = order_return(cast, until="agreed")
    number = one.order.number
    for person in (cast.hanna, cast.otto, cast.ines):
        client = sign_in(person)
        assert client.get(f"/desk/orders/{number}/return/").status_code == 404
        for verb in ("agree", "sent", "received", "refuse"):
            assert client.post(f"/desk/returns/{one.pk}/{verb}/", {"words": WHERE}).status_code == 404
    for person in (cast.hanna, cast.otto):
        assert sign_in(person).post(f"/orders/{number}/return/{one.pk}/sent/", {"carrier": "X"}).status_code == 404
    one.refresh_from_db()
    assert one.status == "agreed"
