"""Two agents who take a step of one return at once: D7, D11 and M12, over HTTP and real connections."""

import re

from anam.history.models import Entry
from anam.orders.models import Order, OrderReturn, Refund
from anam.orders.returns.agree_return import agree_return
from anam.orders.returns.ask_return import ask_return
from anam.orders.returns.receive_return import receive_return
from anam.payments.models import Payment
from tests.races.clients import Answer, Member, at_once
from tests.races.desk import Desk, assert_closed_once, one_wins
from tests.races.test_refunds import shipped

ROUNDS = range(5)
WHY = "Two of the mugs have a hairline crack under the glaze."
WHERE = "Send them to Byrne Ceramics, Kiln Lane 2, Dingle, please."
NO = "They fell from your own shelf, as you write."


def asked(desk: Desk) -> OrderReturn:
    order = shipped(desk)
    line = order.lines.earliest("id")
    return ask_return(
        order.number, by=desk.scenario.ines, buyer=desk.scenario.harbor, words=WHY, quantities={line.pk: 2}
    )


def received(desk: Desk) -> OrderReturn:
    one, sam = asked(desk), desk.scenario.sam
    number = one.order.number
    agree_return(number, one.pk, by=sam, words=WHERE)
    return receive_return(number, one.pk, by=sam, quantities={one.lines.get().line_id: 2})


def step(member: Member, one: OrderReturn, verb: str, words: str) -> Answer:
    return member.post(f"/desk/returns/{one.pk}/{verb}/", words=words, seen=one.status)


def refund_form(member: Member, one: OrderReturn, key: str) -> tuple[str, dict[str, str]]:
    """Where the form is sent to, and what it sends, once it has shown its effect."""
    at = f"/desk/orders/{one.order.number}/refund/"
    form = {
        "reason": "returned",
        "words": "They came back: here is their money.",
        "sum": "29.00",
        "return": str(one.pk),
    }
    token = re.search(r'name="preview_token" value="([^"]+)"', member.page("POST", f"{at}preview/", form))
    assert token
    return at, {**form, "preview_token": token[1], "key": key}


def entries(order: Order, *kinds: str) -> list[str]:
    return list(Entry.objects.filter(order=order, kind__in=kinds).values_list("kind", flat=True))


def test_of_two_agents_one_agrees_or_refuses(desk: Desk) -> None:
    """D7, D11: the buyer is told where to send it, or why not: never both."""
    for _ in ROUNDS:
        one = asked(desk)
        won = one_wins(
            *at_once(
                lambda one=one: step(desk.sam, one, "agree", WHERE),
                lambda one=one: step(desk.tom, one, "refuse", NO),
            )
        )
        one.refresh_from_db()
        assert one.status == ("agreed", "refused")[won]
        assert entries(one.order, "return_agreed", "return_refused") == [("return_agreed", "return_refused")[won]]


def test_of_two_agents_one_refunds_or_refuses_what_came_back(desk: Desk) -> None:
    """M12: whoever was told that it is refused has no money back, and the other way round."""
    for _ in ROUNDS:
        one = received(desk)
        at, form = refund_form(desk.sam, one, "of Sam")
        won = one_wins(
            *at_once(
                lambda at=at, form=form: desk.sam.post(at, **form),
                lambda one=one: step(desk.tom, one, "refuse", NO),
            )
        )
        one.refresh_from_db()
        payment = Payment.objects.get(order=one.order)
        assert one.status == ("refunded", "refused")[won]
        assert payment.refund_pending + payment.refunded == (2900, 0)[won]
        assert_closed_once(one.case, ("answered", "refused")[won])


def test_two_agents_refund_one_return_once(desk: Desk) -> None:
    """D7, M12"""
    for _ in ROUNDS:
        one = received(desk)
        forms = [refund_form(agent, one, key) for agent, key in ((desk.sam, "of Sam"), (desk.tom, "of Tom"))]
        one_wins(
            *at_once(
                lambda sent=forms[0]: desk.sam.post(sent[0], **sent[1]),
                lambda sent=forms[1]: desk.tom.post(sent[0], **sent[1]),
            )
        )
        payment = Payment.objects.get(order=one.order)
        assert payment.refund_pending + payment.refunded == 2900
        assert Refund.objects.filter(order=one.order).count() == 1
        assert entries(one.order, "return_refunded") == ["return_refunded"]
