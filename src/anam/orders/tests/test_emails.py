"""What the e-mails about an order say: rules D5, D7, D8 and D10."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from anam.catalog.models import Product
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.orders.cancellation.cancel import cancel
from anam.orders.cancellation.decline import decline
from anam.orders.emails.parts import money_words
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.place import Item, Origin, place
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Cancellation, Order
from anam.orders.tests.request_factories import cancellation_request
from anam.orders.tests.waiting import jobs_for
from anam.payments.actions.execute import execute
from anam.payments.actions.void_or_refund import RefundPlan
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import OPEN
from anam.people.models import BuyerMember, User
from conftest import Cast, make_payment, place_order

WORDS = "I am so sorry: my kiln is down until spring."
NOTE = "They never pay in time & shout."
MONEY = {
    "authorised": "$165.00 was authorised on card ending 4242 and is being released. Nothing was charged.",
    "captured": "$165.00 was charged on card ending 4242 and is being refunded in full.",
    "none": "No payment is on record for this order, so there is nothing to give back.",
}


@pytest.mark.parametrize(
    ("plan", "part", "words"),
    [
        (RefundPlan("nothing", 0, ""), False, MONEY["none"]),
        (RefundPlan("nothing", 0, "USD"), False, "There is nothing to give back."),
        (RefundPlan("nothing", 0, "USD"), True, "There is nothing to give back for this part."),
    ],
)
def test_nobody_says_that_nothing_was_taken_who_does_not_know(plan: RefundPlan, part: bool, words: str) -> None:
    """M2: an order from elsewhere may have been paid there; and what was taken may have gone back before."""
    assert money_words(plan, part=part) == words


def emails_about(order: Order, kind: str) -> dict[str, Email]:
    """The e-mails that this kind of entry of `order` calls for, by the first name of who gets them."""
    entry = Entry.objects.get(order=order, kind=kind)
    notify_of(entry_id=entry.pk)
    return {email.user.first_name: email for email in Email.objects.filter(key__startswith=f"entry:{entry.pk}:")}


def an_hour_ago(order: Order) -> None:
    """As if it had been cancelled so long ago: what it said of the money has come true late."""
    Cancellation.objects.filter(order=order).update(at=F("at") - timedelta(minutes=61))


def declined(cast: Cast, **more: Any) -> Order:
    payment = more.pop("payment", "authorised")
    order = cast.order(told=True, payment=payment)
    arguments = {"reason": "too_late", "explanation": WORDS, "note": NOTE, **more}
    return decline(order.number, maker=cast.byrne, by=cast.hanna, **arguments)


def cancelled(cast: Cast, explanation: str = "", payment: str = "authorised") -> Order:
    """By Sam of support, who says why; else by the marketplace itself."""
    number = cast.order(payment=payment).number
    by, acting_as = (cast.sam, "support") if explanation else (None, "anam")
    return cancel(
        number,
        by=by,
        acting_as=acting_as,
        on_behalf_of="marketplace",
        reason="duplicate_or_fraud",
        explanation=explanation,
    )


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def says(email: Email, words: str) -> bool:
    """Whether both the text and the HTML say `words`."""
    return words in in_one_line(email.text) and words in in_one_line(unescape(email.html))


@pytest.mark.parametrize("payment", MONEY)
def test_the_buyer_of_a_declined_order_reads_why_and_what_happens_to_the_money(cast: Cast, payment: str) -> None:
    """D8, D10"""
    order = declined(cast, payment=payment)
    email = emails_about(order, "declined")["Ines"]
    assert email.subject == f"Byrne Ceramics cannot fulfil your order {order.number}"
    assert says(email, MONEY[payment])
    assert says(email, WORDS)
    assert says(email, "What you can do next")
    assert f"/orders/{order.number}/" in email.text


@pytest.mark.parametrize("payment", MONEY)
def test_the_makers_members_get_a_confirmation_of_the_same(cast: Cast, payment: str) -> None:
    """D8, D10"""
    order = declined(cast, payment=payment)
    emails = emails_about(order, "declined")
    for name in ("Hanna", "Ravi"):
        assert says(emails[name], f"Hanna cancelled order {order.number} of Harbor & Pine.")
        assert says(emails[name], MONEY[payment].replace(" on card ending 4242", ""))
        assert says(emails[name], WORDS)
        assert f"/portal/orders/{order.number}/" in emails[name].text


@pytest.mark.parametrize("payment", MONEY)
def test_a_cancelled_orders_letters_say_who_why_and_the_money(cast: Cast, payment: str) -> None:
    """D8, D10: nobody is told that they wrote what somebody else did."""
    order = cancelled(cast, "You ordered the same twice.", payment)
    emails = emails_about(order, "cancelled")
    assert says(emails["Ines"], MONEY[payment])
    assert says(emails["Hanna"], f"Sam cancelled order {order.number} of Harbor & Pine.")
    for email in emails.values():
        assert says(email, "You ordered the same twice.")
        assert says(email, "Sam wrote:")
        assert not says(email, "You wrote")
        assert not says(email, "in your words")


def test_a_cancellation_without_an_explanation_quotes_nobody(cast: Cast) -> None:
    for email in emails_about(cancelled(cast), "cancelled").values():
        assert "wrote:" not in email.text + email.html


def test_the_private_note_is_in_no_letter(cast: Cast) -> None:
    """D5"""
    emails = emails_about(declined(cast), "declined")
    assert set(emails) == {"Ines", "Hanna", "Ravi"}
    for email in emails.values():
        assert "never pay" not in email.subject + email.text + email.html


def test_the_html_shows_what_people_wrote_and_runs_none_of_it(cast: Cast) -> None:
    """D10"""
    words = "<script>alert('mugs')</script> & sorry"
    cast.byrne.name = "Byrne <b>& Sons</b>"
    cast.byrne.save()
    email = emails_about(declined(cast, explanation=words), "declined")["Ines"]
    assert "<script" not in email.html
    assert "<b>" not in email.html
    assert "&lt;script&gt;alert('mugs')&lt;/script&gt; &amp; sorry" in email.html
    assert f"> {words}" in email.text
    assert "Byrne <b>& Sons</b>" in email.text


def test_the_lines_of_an_explanation_stay_lines(cast: Cast) -> None:
    email = emails_about(declined(cast, explanation="Dear Ines,\n\nmy kiln is down.\nHanna"), "declined")["Ines"]
    assert "> Dear Ines,\n> \n> my kiln is down.\n> Hanna\n" in email.text


def test_a_job_that_is_repeated_writes_nothing_twice(cast: Cast) -> None:
    """D7"""
    order = declined(cast)
    for email in (emails_about(order, "declined") | emails_about(order, "declined")).values():
        assert jobs_for("mail.send_email", email_id=email.pk) == 1
    assert Email.objects.count() == 3


@pytest.mark.parametrize(
    ("payment", "kind", "subject", "words"),
    [
        ("authorised", "payment_voided", "released", "The authorisation of $165.00 on card ending 4242 is released."),
        ("captured", "payment_refunded", "refunded", "$165.00 was refunded in full to card ending 4242."),
    ],
)
def test_the_buyer_hears_again_when_the_money_is_back_after_more_than_an_hour(
    cast: Cast, payment: str, kind: str, subject: str, words: str
) -> None:
    """D8, D10"""
    order = declined(cast, payment=payment)
    an_hour_ago(order)
    execute(PaymentOperation.objects.get(payment__order=order).pk)
    emails = emails_about(order, kind)
    assert set(emails) == {"Ines"}
    assert emails["Ines"].subject == f"Your money for order {order.number} is {subject}"
    assert says(emails["Ines"], words)


def test_placing_tells_the_maker_and_until_when_they_may_decline(cast: Cast) -> None:
    """D2: in the reader's own time zone, with its place."""
    emails = emails_about(cast.order(), "placed")
    assert set(emails) == {"Hanna", "Ravi", "Ines"}
    assert says(emails["Hanna"], "Harbor & Pine has ordered from you, for $165.00.")
    assert says(emails["Hanna"], "tell them and cancel it by")


def test_accepting_and_shipping_tell_the_buyer(cast: Cast) -> None:
    """D10"""
    order = cast.order()
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    assert says(emails_about(order, "accepted")["Ines"], "Byrne Ceramics will make your order.")
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", tracking="AP 77")
    shipped = emails_about(order, "shipped")
    assert set(shipped) == {"Ines"}
    assert says(shipped["Ines"], "Your order is on its way with An Post.")
    assert says(shipped["Ines"], "Tracking number: AP 77")


def test_somebody_who_has_left_gets_no_letter(cast: Cast) -> None:
    """D10"""
    order = declined(cast)
    cast.ravi.is_active = False
    cast.ravi.save()
    assert set(emails_about(order, "declined")) == {"Ines", "Hanna"}


def test_who_had_asked_to_cancel_reads_that_shipping_was_quicker(cast: Cast) -> None:
    order = cancellation_request(cast, accepted=True)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    other = cast.order()
    accept(other.number, maker=cast.byrne, by=cast.hanna)
    ship(other.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    for shipped, asked in ((order, True), (other, False)):
        notify_of(entry_id=Entry.objects.get(order=shipped, kind="shipped").pk)
        email = Email.objects.get(to=cast.ines.email, subject__contains=f"shipped your order {shipped.number}")
        assert ("You had asked to cancel it" in email.text) is asked


def test_the_buyer_reads_what_they_ordered_what_it_comes_to_and_what_happens_next(cast: Cast) -> None:
    """D10"""
    order = cast.order()
    email = emails_about(order, "placed")["Ines"]
    assert email.subject == f"Your order {order.number} from Byrne Ceramics"
    for what, how_much in (("6 × Mug, oatmeal", "$87.00"), ("2 × Bowl, large", "$66.00"), ("Total", "$165.00")):
        assert f"{what}: {how_much}\n" in email.text
        assert f">{what}</td>" in email.html
    assert says(email, "Byrne Ceramics usually ships in about 10 days.")
    assert says(email, "$165.00 is authorised on card ending 4242, and charged only when the order ships.")
    assert f"/orders/{order.number}/" in email.text


def test_a_shop_that_ordered_elsewhere_gets_no_letter_of_ours_about_it(cast: Cast) -> None:
    order = place(
        [Item("Mug", 2, 1450)], maker=cast.byrne, buyer=cast.harbor, currency="USD", origin=Origin("api", "X-1")
    )
    assert set(emails_about(order, "placed")) == {"Hanna", "Ravi"}


def test_what_goes_back_after_a_part_is_named_for_what_it_is(cast: Cast) -> None:
    """D8: of 2 × $10 charged, one is declined and confirmed, then the other: $10.00 goes back now, $20.00 in all."""
    ten = Product.objects.create(maker=cast.byrne, sku="TEN", title="Dish", unit_price=1000, stock=None)
    placed = place_order(cast.byrne, cast.harbor, [(ten, 2)], timedelta(hours=1), "none", told=True)
    Order.objects.filter(pk=placed.pk).update(shipping=0)
    payment = make_payment(cast.byrne, 2000, "captured")
    assert payment
    Payment.objects.filter(pk=payment.pk).update(order=placed)
    order = decline(
        placed.number,
        maker=cast.byrne,
        by=cast.hanna,
        reason="too_late",
        explanation=WORDS,
        quantities={placed.lines.get().pk: 1},
    )
    for operation in PaymentOperation.objects.all():
        execute(operation.pk)
    order = decline(placed.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    an_hour_ago(order)
    for operation in PaymentOperation.objects.filter(state__in=OPEN):
        execute(operation.pk)

    email = emails_about(order, "declined")["Ines"]
    assert says(email, "$10.00 is being refunded: what is left of the $20.00 that was charged on card ending 4242.")
    assert not says(email, "$10.00 was charged")
    back = emails_about(order, "payment_refunded")["Ines"]
    assert says(back, "$10.00 was refunded to card ending 4242. With what went back before, that is all of the $20.00")
    assert sentence(Entry.objects.get(order=order, kind="payment_refunded")) == "$10.00 was refunded."


def test_what_was_ordered_is_shown_by_an_address_that_every_mail_program_can_read(cast: Cast) -> None:
    """48 pixels of a JPEG of this site, with its words beside it; a line without a picture has none."""
    key = f"{'a' * 64}-300x200"
    Product.objects.filter(pk=cast.mug.pk).update(face=key)
    cast.mug.refresh_from_db()
    email = emails_about(cast.order(), "placed")["Ines"]
    [shown] = re.findall("<img[^>]*>", email.html)
    assert f' alt="" src="{settings.SITE_URL}/pictures/{key}/192.jpg" width="48" height="48" ' in shown
    assert "pictures/" not in email.text


def test_all_emails_of_a_decline_are_written_with_eight_statements(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """However many read it: the transaction's two, four that ask, whether somebody wants none, and one that writes."""
    for name in ("Noah", "Una"):
        zone = cast.ines.time_zone
        user = User.objects.create_user(f"{name.lower()}@test.example", name=name, time_zone=zone)
        BuyerMember.objects.create(user=user, buyer=cast.harbor)
    entry = Entry.objects.get(order=declined(cast), kind="declined")
    with django_assert_num_queries(8):
        notify_of(entry_id=entry.pk)
    emails = Email.objects.filter(key__startswith=f"entry:{entry.pk}:")
    assert sorted(email.to for email in emails) == sorted(
        [cast.ines.email, "noah@test.example", "una@test.example", cast.hanna.email, cast.ravi.email]
    )
    assert [jobs_for("mail.send_email", email_id=email.pk) for email in emails] == [1] * 5
