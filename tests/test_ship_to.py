"""Where an order is sent: who sees it, who changes it, and what is kept about it."""

import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from anam.api.tests.calling import Caller
from anam.cases.models import Case
from anam.clock import database_now
from anam.exports.tests.test_exports import table_at
from anam.history.models import Entry
from anam.mail.actions.send import send
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.notifications.models import Notice
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.complete import complete
from anam.orders.fulfilment.ship import ship
from anam.orders.models import AddressRequest, Order
from anam.orders.queries import count_tabs
from anam.orders.requests.chase_requests import chase_requests
from anam.orders.ship_to.ask_for_country import ask_for_country
from anam.orders.ship_to.blank_addresses import blank_unneeded_addresses
from anam.orders.ship_to.change_address import change_address
from anam.orders.ship_to.packing_slip import can_make_pdf
from anam.orders.ship_to.take_back_address import take_back_address
from anam.people.models import Buyer, BuyerMember, User
from anam.postal.address import Address
from anam.postal.models import PostalAddress
from anam.refusals import Refused
from anam.support.actions.close_with_words import close_with_words
from conftest import WHARF, Cast

SignIn = Callable[[User], Client]
STREET = WHARF.line1
QUAY = replace(WHARF, line1="9 Ferry Slip")
GALWAY = Address(name="Ines", line1="7 Kiln Lane", city="Galway", region="Co. Galway", country="IE")
WORDS = "I am so sorry: my kiln is down until spring."
WHY_NOT = "I have no way to send glass there."


def fields(address: Address, **more: str) -> dict[str, str]:
    return {**vars(address), "shape": address.country, **more}


def street_of(order: Order) -> str:
    return Order.objects.select_related("ship_to").get(pk=order.pk).ship_to.line1


def change(cast: Cast, order: Order, address: Address = QUAY) -> Order:
    return change_address(order.number, address, buyer=cast.harbor, by=cast.ines)


def ask(cast: Cast, order: Order, address: Address = GALWAY) -> AddressRequest:
    return ask_for_country(order.number, address, buyer=cast.harbor, by=cast.ines)


def finished(cast: Cast, how: str) -> Order:
    order = cast.order(told=True, payment="none")
    if how == "declined":
        decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
        return order
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=1200)
    complete(order.number, buyer=cast.harbor, by=cast.ines)
    ago = {"completed": timedelta(days=89, hours=23), "long completed": timedelta(days=90, seconds=1)}[how]
    Order.objects.filter(pk=order.pk).update(completed_at=database_now() - ago)
    return order


def views_of_maker(hanna: Client, order: Order) -> dict[str, str]:
    """Everything that shows a maker an order."""

    caller = Caller.of(User.objects.get(name="Hanna"))
    return {
        "page": hanna.get(f"/portal/orders/{order.number}/").content.decode(),
        "slip": hanna.get(f"/portal/orders/{order.number}/packing-slip/").content.decode(),
        "export": str(table_at(hanna, "/portal/orders/export.csv")),
        "json": b"".join(hanna.get("/portal/orders/export.json").streaming_content).decode(),  # type: ignore[attr-defined]
        "api": caller.get(f"/orders/{order.number}").content.decode(),
        "api list": caller.get("/orders").content.decode(),
    }


def test_the_maker_sees_the_address_while_they_need_it(cast: Cast, sign_in: SignIn) -> None:
    order = finished(cast, "completed")
    shown = views_of_maker(sign_in(cast.hanna), order)
    assert [name for name, text in shown.items() if STREET not in text] == []


@pytest.mark.parametrize("how", ["declined", "long completed"])
def test_once_it_is_over_every_view_of_the_maker_has_city_and_country_only(
    cast: Cast, sign_in: SignIn, how: str
) -> None:
    order = finished(cast, how)
    shown = views_of_maker(sign_in(cast.hanna), order)
    for secret in (STREET, WHARF.postal_code, WHARF.phone, WHARF.name + "<", "Duarte"):
        assert [name for name, text in shown.items() if secret in text] == [], secret
    assert [name for name, text in shown.items() if "Portland" not in text] == []
    assert STREET in sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode(), "the buyer still sees it"
    assert STREET in sign_in(cast.sam).get(f"/desk/orders/{order.number}/").content.decode(), "and support"


@pytest.mark.parametrize("path", ["", "packing-slip/"])
def test_a_rival_finds_neither_the_order_nor_its_slip(cast: Cast, sign_in: SignIn, path: str) -> None:
    """D1"""
    order = cast.order()
    assert sign_in(cast.otto).get(f"/portal/orders/{order.number}/{path}").status_code == 404
    assert STREET not in sign_in(cast.otto).get("/portal/packing-slips/").content.decode()


def test_the_buyer_changes_it_until_it_ships_and_everybody_is_told(cast: Cast, sign_in: SignIn) -> None:
    """D10"""
    colleague = User.objects.create_user("mo@test.example", "demo", name="Mo")
    BuyerMember.objects.create(user=colleague, buyer=cast.harbor)
    order, ines = cast.order(), sign_in(cast.ines)
    was = order.ship_to_id
    assert STREET in ines.get(f"/orders/{order.number}/ship-to/").content.decode()
    answer = ines.post(f"/orders/{order.number}/ship-to/", fields(QUAY), follow=True)
    assert "The address is changed. Byrne Ceramics has been told." in answer.content.decode()
    assert street_of(order) == QUAY.line1
    assert PostalAddress.objects.get(pk=was).line1 == ""
    entry = Entry.objects.get(order=order, kind="ship_to_changed")
    assert entry.facts == {"ship_to": Order.objects.get(pk=order.pk).ship_to_id, "was": was}
    told = Notice.objects.filter(entry=entry).values_list("user__name", flat=True)
    assert sorted(told) == ["Hanna", "Ines", "Mo", "Ravi"]
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=1200)
    with pytest.raises(Refused) as refused:
        change(cast, order, WHARF)
    assert refused.value.refusal.code == "already_shipped"
    assert "Change address" not in ines.get(f"/orders/{order.number}/").content.decode()


def test_the_same_address_again_changes_nothing(cast: Cast) -> None:
    """D7"""
    order = cast.order()
    change(cast, order)
    change(cast, order)
    assert Entry.objects.filter(order=order, kind="ship_to_changed").count() == 1


def test_what_seems_wrong_waits_for_my_address_is_right(cast: Cast, sign_in: SignIn) -> None:
    order, ines = cast.order(), sign_in(cast.ines)
    odd = fields(replace(QUAY, postal_code="9"))
    answer = ines.post(f"/orders/{order.number}/ship-to/", odd)
    assert answer.status_code == 409 or answer.status_code == 422
    assert "My address is right" in answer.content.decode()
    assert street_of(order) == STREET
    ines.post(f"/orders/{order.number}/ship-to/", {**odd, "confirmed": "yes"})
    assert street_of(order) == QUAY.line1


def test_another_country_is_a_request_that_the_maker_agrees_to(cast: Cast, sign_in: SignIn) -> None:
    order, ines, hanna = cast.order(), sign_in(cast.ines), sign_in(cast.hanna)
    page = ines.post(f"/orders/{order.number}/ship-to/", {**fields(GALWAY), "shape": "US"}).content.decode()
    assert "Byrne Ceramics</bdi> decides whether they can send it" in page
    assert "Send request" in page
    page = ines.post(f"/orders/{order.number}/ship-to/", fields(GALWAY, confirmed="yes"), follow=True).content.decode()
    assert "Until they agree, it goes where it went." in page
    assert street_of(order) == STREET
    asked = AddressRequest.objects.get(order=order)
    page = hanna.get(f"/portal/orders/{order.number}/").content.decode()
    assert "asks to send this order to another country" in page
    assert "7 Kiln Lane" in page
    hanna.post(f"/portal/orders/{order.number}/ship-to/{asked.pk}/agree/")
    assert street_of(order) == "7 Kiln Lane"
    assert AddressRequest.objects.get().answer == "accepted"
    assert Entry.objects.get(order=order, kind="ship_to_changed").actor_as == "maker"


def test_the_maker_says_why_not_and_the_address_that_was_asked_for_is_blanked(cast: Cast, sign_in: SignIn) -> None:
    order, hanna = cast.order(), sign_in(cast.hanna)
    asked = ask(cast, order)
    path = f"/portal/orders/{order.number}/ship-to/{asked.pk}/refuse/"
    assert "Say why, in at least 10 characters" in hanna.post(path, {"why": "No."}).content.decode()
    hanna.post(path, {"why": WHY_NOT})
    assert street_of(order) == STREET
    assert PostalAddress.objects.get(pk=asked.ship_to_id).line1 == ""
    assert WHY_NOT in sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode()
    assert hanna.post(path, {"why": WHY_NOT}).status_code == 409, "answered once"


def unanswered(cast: Cast) -> tuple[Order, AddressRequest, Case]:
    order = cast.order()
    asked = ask(cast, order)
    AddressRequest.objects.filter(pk=asked.pk).update(answer_by=database_now())
    assert chase_requests() == 1
    assert chase_requests() == 0
    return order, asked, Case.objects.get(address_request=asked)


def test_it_stands_among_the_makers_requests_until_it_is_answered(cast: Cast, sign_in: SignIn) -> None:
    order, other, hanna = cast.order(), cast.order(), sign_in(cast.hanna)
    asked = ask(cast, order)
    page = hanna.get("/portal/orders/?tab=asking").content.decode()
    assert [one.number in page for one in (order, other)] == [True, False]
    assert "Buyer request" in page
    assert count_tabs(cast.byrne)[1]["asking"] == 1
    assert count_tabs(cast.weaves)[1]["asking"] == 0
    hanna.post(f"/portal/orders/{order.number}/ship-to/{asked.pk}/agree/")
    assert order.number not in hanna.get("/portal/orders/?tab=asking").content.decode()
    assert count_tabs(cast.byrne)[1]["asking"] == 0


def test_an_order_that_has_shipped_asks_for_nothing(cast: Cast) -> None:
    order = cast.order()
    ask(cast, order)
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=1200)
    assert count_tabs(cast.byrne)[1]["asking"] == 0
    assert not Order.objects.asking(cast.byrne).exists()
    assert not Order.objects.for_list().get(pk=order.pk).buyer_asks


def test_its_buyer_withdraws_it_and_the_maker_is_told(cast: Cast, sign_in: SignIn) -> None:
    """D7, D10"""
    order, ines = cast.order(), sign_in(cast.ines)
    asked = ask(cast, order)
    assert "Withdraw request" in ines.get(f"/orders/{order.number}/").content.decode()
    page = ines.post(f"/orders/{order.number}/ship-to/take-back/", follow=True).content.decode()
    assert "You withdrew it. The order goes where it went." in page
    assert "Withdraw request" not in page
    assert AddressRequest.objects.get(pk=asked.pk).answer == "withdrawn"
    assert PostalAddress.objects.get(pk=asked.ship_to_id).line1 == ""
    entry = Entry.objects.get(order=order, kind="address_taken_back")
    assert set(Notice.objects.filter(entry=entry).values_list("user__name", flat=True)) == {"Hanna", "Ravi"}
    with pytest.raises(Refused) as refused:
        take_back_address(order.number, buyer=cast.harbor, by=cast.ines)
    assert refused.value.refusal.code == "request_closed"


def test_nobody_answers_and_it_becomes_a_case_that_the_makers_answer_closes(cast: Cast, sign_in: SignIn) -> None:
    """D7, D10"""
    order, asked, case = unanswered(cast)
    assert (case.kind, case.order, case.opened_by) == ("request", order, cast.ines)
    entry = Entry.objects.get(order=order, kind="request_unanswered")
    assert {notice.as_party for notice in Notice.objects.filter(entry=entry)} == {"buyer", "maker"}
    page = sign_in(cast.hanna).get(f"/portal/orders/{order.number}/").content.decode()
    assert "and support has it too" in page
    sign_in(cast.hanna).post(f"/portal/orders/{order.number}/ship-to/{asked.pk}/agree/")
    case.refresh_from_db()
    assert (case.outcome, case.closing) == ("overtaken", "Hanna agreed to what the buyer had asked for.")


@pytest.mark.parametrize(("answer", "street"), [("agree", GALWAY.line1), ("refuse", STREET)])
def test_support_answers_in_the_makers_place(cast: Cast, sign_in: SignIn, answer: str, street: str) -> None:
    order, _, case = unanswered(cast)
    sam = sign_in(cast.sam)
    page = sam.get(f"/desk/cases/{case.pk}/").content.decode()
    assert GALWAY.line1 in page
    path = f"/desk/cases/{case.pk}/address/{answer}/"
    assert path in page
    sam.post(path, {"why": WHY_NOT})
    case.refresh_from_db()
    assert (case.outcome, street_of(order)) == ("answered", street)
    assert sam.post(path, {"why": WHY_NOT}).status_code == 409, "answered once"
    assert GALWAY.line1 not in sam.get(f"/desk/cases/{case.pk}/").content.decode() or answer == "agree"


def test_a_case_of_it_ends_with_its_answer_and_no_words_of_supports_close_it(cast: Cast, sign_in: SignIn) -> None:
    order, _, case = unanswered(cast)
    with pytest.raises(Refused) as refused:
        close_with_words(case.pk, by=cast.sam, words="I have written to both of them.")
    assert refused.value.refusal.code == "case_ends_with_its_order"
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    assert Case.objects.still_open().exists()
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=1200)
    assert not Case.objects.still_open().exists()


def test_only_the_orders_own_maker_answers(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    order = cast.order()
    asked = ask(cast, order)
    path = f"/portal/orders/{order.number}/ship-to/{asked.pk}/agree/"
    assert sign_in(cast.otto).post(path).status_code == 404
    assert street_of(order) == STREET


def test_another_buyer_finds_no_order_to_change(cast: Cast) -> None:
    """D1"""

    other = Buyer.objects.create(slug="quay", name="North Quay")
    with pytest.raises(Order.DoesNotExist):
        change_address(cast.order().number, QUAY, buyer=other, by=cast.ines)


def test_a_request_whose_order_has_shipped_is_over_and_blanked(cast: Cast) -> None:
    order = cast.order()
    asked = ask(cast, order)
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    assert blank_unneeded_addresses() == 0
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=1200)
    assert not AddressRequest.objects.unanswered().exists()
    assert blank_unneeded_addresses() == 1
    assert PostalAddress.objects.get(pk=asked.ship_to_id).line1 == ""
    assert street_of(order) == STREET


def test_a_packing_slip_has_the_address_the_goods_and_no_price(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order()
    page = sign_in(cast.hanna).get(f"/portal/orders/{order.number}/packing-slip/").content.decode()
    assert STREET in page
    assert "<td>6</td><td><bdi>Mug, oatmeal</bdi></td>" in page
    assert "$" not in page
    assert "14.50" not in page


def test_all_orders_to_ship_have_their_slips_on_one_page(cast: Cast, sign_in: SignIn) -> None:
    wanted = [cast.order() for _ in range(2)]
    for order in wanted:
        accept(order.number, maker=cast.byrne, by=cast.hanna)
    other = cast.order()
    page = sign_in(cast.hanna).get("/portal/packing-slips/").content.decode()
    assert [order.number in page for order in (*wanted, other)] == [True, True, False]


def test_one_slip_or_all_of_them_come_as_a_pdf_a_sheet_each(cast: Cast, sign_in: SignIn) -> None:
    if not can_make_pdf():
        pytest.skip("weasyprint finds no Pango here: apt-get install libpango-1.0-0 libpangoft2-1.0-0")
    hanna, orders = sign_in(cast.hanna), [cast.order() for _ in range(3)]
    for order in orders:
        accept(order.number, maker=cast.byrne, by=cast.hanna)
    assert "Download PDF" in hanna.get("/portal/packing-slips/").content.decode()
    sheets = {}
    for path in (f"/portal/orders/{orders[0].number}/packing-slip/", "/portal/packing-slips/"):
        answer = hanna.get(f"{path}?pdf")
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
        sheets[answer["Content-Disposition"]] = sheets_of(answer.content)
    assert sheets == {
        f'attachment; filename="{orders[0].number}.pdf"': 1,
        'attachment; filename="packing-slips.pdf"': 3,
    }


def sheets_of(pdf: bytes) -> int:
    """How many pages a PDF has; what it says of itself may stand in compressed streams."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(stream))
    return sum(len(re.findall(rb"/Type\s*/Page\b", part)) for part in parts)


def test_where_no_pdf_can_be_made_there_is_no_link_and_no_address(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anam.orders.views.slip_pages.can_make_pdf", lambda: False)
    path = f"/portal/orders/{cast.order().number}/packing-slip/"
    assert "Download PDF" not in sign_in(cast.hanna).get(path).content.decode()
    assert sign_in(cast.hanna).get(f"{path}?pdf").status_code == 404


@pytest.fixture
def mail_server(settings: Any) -> None:
    settings.EMAIL_OUTBOX_ONLY = False


def test_an_email_shows_the_address_when_it_is_sent_and_does_not_keep_it(cast: Cast, mail_server: None) -> None:
    order = cast.order()
    notify_of(entry_id=Entry.objects.get(order=order, kind="placed").pk)
    email = Email.objects.get(user=cast.hanna, order=order)
    assert STREET not in email.text + email.html
    send(email.pk)
    sent = mail.outbox[0]
    assert STREET in sent.body
    assert STREET in sent.alternatives[0][0]  # type: ignore[attr-defined, index]
    assert "[[" not in sent.body


def test_an_email_that_is_sent_after_a_decline_shows_the_maker_city_and_country(cast: Cast, mail_server: None) -> None:
    order = cast.order(told=True)
    notify_of(entry_id=Entry.objects.get(order=order, kind="placed").pk)
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    send(Email.objects.get(user=cast.hanna, order=order, subject__startswith="New order").pk)
    assert STREET not in mail.outbox[0].body
    assert "Portland" in mail.outbox[0].body


def test_blanking_leaves_city_and_country(cast: Cast, sign_in: SignIn, capsys: pytest.CaptureFixture[str]) -> None:
    order = cast.order()
    call_command("blank_address", order=order.number)
    assert capsys.readouterr().out == "1 blanked: city and country are kept, the rest is gone.\n"
    kept = Order.objects.select_related("ship_to").get(pk=order.pk).ship_to
    assert kept
    assert kept.address == Address(city="Portland", country="US")
    page = sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode()
    assert "The rest of the address was removed." in page
    assert STREET not in page


def test_blanking_a_buyer_leaves_what_is_still_to_be_sent(cast: Cast) -> None:
    over, still = finished(cast, "declined"), cast.order()
    call_command("blank_address", buyer=cast.harbor.slug)
    assert (street_of(over), street_of(still)) == ("", STREET)


def test_an_address_that_came_flagged_is_said_to_be_so(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order()
    PostalAddress.objects.filter(pk=order.ship_to_id).update(doubts=["postal_code"])
    page = sign_in(cast.hanna).get(f"/portal/orders/{order.number}/").content.decode()
    assert "Look at the zip code again: something seems wrong. Ask before it is shipped." in page
