"""Who has not been reached is said on every page where it matters, with the way to support (D6, D10)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from anam.cases.models import Case
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.history.models import Entry
from anam.mail.actions.mark_failed import mark_failed
from anam.mail.actions.queue_email import queue_email
from anam.mail.content import EmailContent, EmailSubject
from anam.mail.models import Email
from anam.mail.sentences import said
from anam.notifications.engine import notify_of
from anam.notifications.models import EmailOptOut
from anam.orders.cancellation.decline import decline
from anam.orders.contacting.contact import contact
from anam.orders.escalation.ask_support import ask_support
from anam.orders.fulfilment.accept import accept
from anam.orders.models import Order
from anam.people.models import User
from anam.refusals import Refused
from conftest import Cast

SignIn = Callable[[User], Client]
NOTE = "Ines has not been reached"
WHY = "I am so sorry: my kiln is down until spring."


def failed(order: Order, person: User, conversation_id: int | None = None) -> Email:
    about = EmailSubject(order_id=order.pk, conversation_id=conversation_id)
    email = queue_email(
        EmailContent(subject="x", paragraphs=["y"]), to=person, key=f"{order.pk}:{person.pk}", about=about
    )
    assert email
    Email.objects.filter(pk=email.pk).update(sent_at=database_now())
    mark_failed(email, why=said("550 5.1.1 No such user"))
    return email


def told(cast: Cast, placed: timedelta = timedelta(hours=1)) -> Order:
    """Hanna has written to Ines about an order, and her e-mail came back."""
    conversation = write_as_buyer("Blue?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines).conversation_id
    order = cast.order(placed=placed)
    contact(order.number, maker=cast.byrne, by=cast.hanna, message="I cannot make them.")
    failed(order, cast.ines, conversation)
    return order


def test_the_maker_reads_it_on_the_order_without_the_address(cast: Cast, sign_in: SignIn) -> None:
    order = told(cast)
    page = sign_in(cast.hanna).get(order.get_absolute_url()).content.decode()
    assert NOTE in page
    assert "It counts as having told them" in page
    assert f'href="{order.get_absolute_url()}support/"' in page
    assert cast.ines.email not in page
    assert "No such user" not in page


def test_it_costs_one_query_and_only_where_something_failed(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order = told(cast)
    hanna = sign_in(cast.hanna)
    with django_assert_num_queries(11):
        hanna.get(order.get_absolute_url())


def test_the_maker_reads_it_in_the_conversation(cast: Cast, sign_in: SignIn) -> None:
    order = told(cast)
    conversation = order.emails.get(failed_at__isnull=False).conversation_id
    assert NOTE in sign_in(cast.hanna).get(f"/portal/messages/{conversation}/").content.decode()
    assert NOTE not in sign_in(cast.ines).get(f"/messages/{conversation}/").content.decode()


def test_the_buyer_reads_that_the_maker_has_not_been_reached(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order()
    failed(order, cast.hanna)
    page = sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode()
    assert "Hanna has not been reached" in page
    assert f"/orders/{order.number}/problem/" in page
    assert cast.hanna.email not in page


def test_support_reads_the_address_and_what_the_server_said(cast: Cast, sign_in: SignIn) -> None:
    order = told(cast)
    page = sign_in(cast.sam).get(f"/desk/orders/{order.number}/").content.decode()
    assert NOTE in page
    assert cast.ines.email in page
    assert "550 5.1.1 No such user" in page


def test_where_nothing_failed_nothing_is_said(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order(told=True)
    for user, path in ((cast.hanna, order.get_absolute_url()), (cast.ines, f"/orders/{order.number}/")):
        assert "has not been reached" not in sign_in(user).get(path).content.decode()


def test_the_message_counts_and_the_maker_may_ask_support_all_the_same(cast: Cast, sign_in: SignIn) -> None:
    """D3, D6"""
    order = told(cast)
    hanna = sign_in(cast.hanna)
    popup = hanna.get(f"{order.get_absolute_url()}support/").content.decode()
    assert "Ask support" in popup
    assert "has not been reached by our emails" in popup
    posted = hanna.post(f"{order.get_absolute_url()}support/", {"reason": "too_late", "explanation": WHY})
    assert posted.status_code == 302
    case = Case.objects.get(kind="tell_buyer")
    assert (case.order, case.in_time) == (order, True)
    assert "Waiting for support" in hanna.get(order.get_absolute_url()).content.decode()


def test_what_is_missing_in_that_pop_up_is_said_and_it_still_asks_support(cast: Cast, sign_in: SignIn) -> None:
    """D5"""
    order = told(cast)
    answer = sign_in(cast.hanna).post(f"{order.get_absolute_url()}support/", {"explanation": "short"})
    assert answer.status_code == 422
    assert "Not asked yet" in answer.content.decode()
    assert f'action="{order.get_absolute_url()}support/"' in answer.content.decode()


def test_the_maker_may_decline_themselves_too(cast: Cast) -> None:
    """D3"""
    order = told(cast)
    declined = decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WHY)
    assert declined.status == "declined"


def test_a_buyer_who_was_reached_needs_no_support(cast: Cast) -> None:
    """D6"""
    order = cast.order(told=True)
    with pytest.raises(Refused) as refused:
        ask_support(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WHY)
    assert refused.value.refusal.code == "support_not_needed"


def test_letters_about_an_order_carry_it_and_what_preferences_call_them(cast: Cast) -> None:
    order = cast.order(told=True)
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    notify_of(entry_id=Entry.objects.get(order=order, kind="accepted").pk)
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WHY)
    for entry in Entry.objects.filter(order=order):
        notify_of(entry_id=entry.pk)
    kinds = set(Email.objects.values_list("user__name", "kind"))
    by_reader = {name: {kind for who, kind in kinds if who == name} for name in ("Hanna", "Ravi", "Ines")}
    assert by_reader["Ines"] == {"progress", "important"}
    assert by_reader["Hanna"] == {"important", "confirmation"}  # the new order; what she did herself
    assert by_reader["Ravi"] == {"important"}  # to him it is news
    assert set(Email.objects.values_list("order", flat=True)) == {order.pk}


def test_who_wants_no_confirmations_gets_none_and_the_others_do(cast: Cast) -> None:
    EmailOptOut.objects.create(user=cast.hanna, kind="confirmation")
    order = cast.order(told=True)
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WHY)
    notify_of(entry_id=Entry.objects.get(order=order, kind="declined").pk)
    assert set(Email.objects.values_list("user__name", flat=True)) == {"Ravi", "Ines"}


def test_a_maker_who_may_not_write_is_not_told_that_they_can_answer(cast: Cast) -> None:
    """D4"""
    order = cast.order()
    notify_of(entry_id=Entry.objects.get(order=order, kind="placed").pk)
    email = Email.objects.get(user=cast.hanna)
    assert "has never written to you, so you cannot write to them first" in " ".join(email.text.split())
    assert "You can answer this email" not in email.text
