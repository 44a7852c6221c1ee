"""A change of address that races the maker: either it is sent there, or it was on its way before (D7)."""

from dataclasses import replace

from anam.history.models import Entry
from anam.orders.fulfilment.accept import accept
from anam.orders.models import AddressRequest, Order
from anam.orders.ship_to.ask_for_country import ask_for_country
from anam.postal.address import Address
from anam.postal.models import PostalAddress
from conftest import WHARF, Cast
from tests.conftest import Live
from tests.races.clients import Answer, Member, at_once

ROUNDS = range(5)
QUAY = replace(WHARF, line1="9 Ferry Slip")
GALWAY = Address(name="Ines", line1="7 Kiln Lane", city="Galway", region="Co. Galway", country="IE")


def change(member: Member, order: Order, address: Address = QUAY) -> Answer:
    return member.post(f"/orders/{order.number}/ship-to/", **vars(address), shape=address.country)


def ship(member: Member, order: Order) -> Answer:
    return member.post(f"/portal/orders/{order.number}/ship/", carrier="An Post", shipping="12.00")


def test_a_change_against_the_shipping_is_before_it_or_not_at_all(live: Live, scenario: Cast) -> None:
    """D7: what the maker's page says after it has shipped is where it went."""
    hanna, ines = Member.signed_in(live.port, scenario.hanna), Member.signed_in(live.port, scenario.ines)
    for _ in ROUNDS:
        order = scenario.order()
        accept(order.number, maker=scenario.byrne, by=scenario.hanna)
        changed, shipped = at_once(lambda o=order: change(ines, o), lambda o=order: ship(hanna, o))
        now = Order.objects.select_related("ship_to").get(pk=order.pk)
        kinds = list(Entry.objects.filter(order=order).order_by("pk").values_list("kind", flat=True))
        assert now.status == "shipped"
        assert shipped.status < 400
        assert now.ship_to
        if "ship_to_changed" in kinds:
            assert kinds.index("ship_to_changed") < kinds.index("shipped")
            assert now.ship_to.line1 == QUAY.line1
        else:
            assert now.ship_to.line1 == WHARF.line1
            assert changed.status == 409


def test_a_double_click_changes_once(live: Live, scenario: Cast) -> None:
    """D7"""
    ines = Member.signed_in(live.port, scenario.ines)
    tabs = [ines.in_another_tab() for _ in range(4)]
    order = scenario.order()
    at_once(*[lambda tab=tab: change(tab, order) for tab in tabs])
    assert Entry.objects.filter(order=order, kind="ship_to_changed").count() == 1
    kept = Order.objects.exclude(ship_to=None).values("ship_to")
    assert not PostalAddress.objects.filter(line1=QUAY.line1).exclude(pk__in=kept).exists()


def test_a_buyer_withdraws_while_the_maker_agrees(live: Live, scenario: Cast) -> None:
    """D7: it goes there or it does not, and whoever was late is told."""
    hanna, ines = Member.signed_in(live.port, scenario.hanna), Member.signed_in(live.port, scenario.ines)
    for _ in ROUNDS:
        order = scenario.order()
        asked = ask_for_country(order.number, GALWAY, buyer=scenario.harbor, by=scenario.ines)
        at_once(
            lambda o=order, a=asked: hanna.post(f"/portal/orders/{o.number}/ship-to/{a.pk}/agree/"),
            lambda o=order: ines.post(f"/orders/{o.number}/ship-to/take-back/"),
        )
        now = Order.objects.select_related("ship_to").get(pk=order.pk)
        answer = AddressRequest.objects.get(pk=asked.pk).answer
        assert now.ship_to
        assert (answer, now.ship_to.line1) in [("accepted", "7 Kiln Lane"), ("withdrawn", WHARF.line1)]
        assert Entry.objects.filter(order=order, kind__in=["ship_to_changed", "address_taken_back"]).count() == 1


def test_two_members_of_the_maker_answer_a_request_once(live: Live, scenario: Cast) -> None:
    """D7"""
    hanna, ravi = Member.signed_in(live.port, scenario.hanna), Member.signed_in(live.port, scenario.ravi)
    for _ in ROUNDS:
        order = scenario.order()
        asked = ask_for_country(order.number, GALWAY, buyer=scenario.harbor, by=scenario.ines)
        path = f"/portal/orders/{order.number}/ship-to/{asked.pk}/"
        at_once(
            lambda p=path: hanna.post(f"{p}agree/"),
            lambda p=path: ravi.post(f"{p}refuse/", why="No carrier of mine goes there."),
        )
        now = Order.objects.select_related("ship_to").get(pk=order.pk)
        answer = AddressRequest.objects.get(pk=asked.pk).answer
        assert now.ship_to
        assert (answer, now.ship_to.line1) in [("accepted", "7 Kiln Lane"), ("declined", WHARF.line1)]
        assert Entry.objects.filter(order=order, kind__in=["ship_to_changed", "address_refused"]).count() == 1
