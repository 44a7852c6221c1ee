"""Contact first (D3), and who may write first (D4)."""

from datetime import timedelta

import pytest

from anam.conversations.actions.answer_as_maker import answer_as_maker
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation, Message
from anam.history.models import Entry
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.orders.cancellation.decline import decline
from anam.orders.contacting.contact import contact
from anam.orders.contacting.contact_validation import conversation_of, validate_may_write
from anam.orders.models import Order
from anam.orders.tests.waiting import jobs_for
from anam.people.models import Buyer, BuyerMember, User
from anam.policy.actions.change_policy import change_policy
from anam.refusals import Refused
from conftest import Cast, place_order

SORRY = "I am so sorry, I cannot make your mugs: my kiln is down."


def begin(cast: Cast) -> Conversation:
    """Ines starts a conversation with Byrne, as buyers do, from the storefront."""
    posted = write_as_buyer("Do you ship to Portland?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    return Conversation.objects.get(pk=posted.conversation_id)


def tell(cast: Cast, order: Order, message: str = SORRY) -> Message:
    return Message.objects.get(pk=contact(order.number, maker=cast.byrne, by=cast.hanna, message=message).message_id)


def decline_code(cast: Cast, order: Order) -> str:
    """With what code a decline is refused now."""
    with pytest.raises(Refused) as refused:
        decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=SORRY)
    return refused.value.refusal.code


def test_telling_the_buyer_about_the_order_is_contact(cast: Cast) -> None:
    """D3, D12"""
    begin(cast)
    order = cast.order()
    message = tell(cast, order)
    order.refresh_from_db()
    assert (order.contacted_at, order.contacted_how) == (message.sent_at, "message")
    assert (message.order, message.side, message.author) == (order, "maker", cast.hanna)
    entry = Entry.objects.get(order=order, kind="contacted")
    assert (entry.actor, entry.at, entry.facts["message_id"]) == (cast.hanna, message.sent_at, message.pk)
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=SORRY)


def test_chat_from_before_the_order_does_not_count(cast: Cast) -> None:
    """D3"""
    answer_as_maker("My kiln may fail this week.", conversation=begin(cast), by=cast.hanna)
    assert decline_code(cast, cast.order()) == "buyer_not_contacted"


def test_chat_that_is_not_about_the_order_does_not_count(cast: Cast) -> None:
    """D3"""
    order = cast.order()
    answer_as_maker(SORRY, conversation=begin(cast), by=cast.hanna)
    assert decline_code(cast, order) == "buyer_not_contacted"


def test_what_the_buyer_writes_about_the_order_does_not_count(cast: Cast) -> None:
    """D3"""
    order = cast.order()
    write_as_buyer("When will it come?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines, order=order)
    assert decline_code(cast, order) == "buyer_not_contacted"


def test_contact_about_one_order_is_none_about_another(cast: Cast) -> None:
    """D3"""
    begin(cast)
    told, other = cast.order(), cast.order()
    tell(cast, told)
    assert decline_code(cast, other) == "buyer_not_contacted"


def test_a_second_message_leaves_the_first_as_the_proof(cast: Cast) -> None:
    """D3"""
    begin(cast)
    order = cast.order()
    first = tell(cast, order)
    tell(cast, order, "One more thing: the bowls are fine.")
    order.refresh_from_db()
    assert order.contacted_at == first.sent_at


def test_a_maker_cannot_write_first(cast: Cast) -> None:
    """D4, D6: the way on is the pop-up, which asks support instead."""
    order = cast.order()
    with pytest.raises(Refused) as refused:
        tell(cast, order)
    assert refused.value.refusal.code == "conversation_not_started"
    assert refused.value.refusal.next.url == f"/portal/orders/{order.number}/decline/"
    order.refresh_from_db()
    assert order.contacted_at is None
    assert not Message.objects.exists()


def test_a_maker_cannot_answer_where_the_buyer_has_never_written(cast: Cast) -> None:
    """D4: the explanation of a decline that support made possible opens a conversation, and no more."""
    order = cast.order(told=True)
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=SORRY)
    conversation = Conversation.objects.get()
    with pytest.raises(Refused) as refused:
        answer_as_maker("And buy my bowls!", conversation=conversation, by=cast.hanna)
    assert refused.value.refusal.code == "conversation_not_started"


def test_another_buyers_conversation_opens_nothing(cast: Cast) -> None:
    """D4"""
    begin(cast)
    quay = Buyer.objects.create(slug="quay", name="North Quay")
    order = place_order(cast.byrne, quay, [(cast.bowl, 1)], timedelta(hours=1), "none", told=False)
    refusal = validate_may_write(order, conversation_of(order))
    assert refusal
    assert refusal.code == "conversation_not_started"


def test_the_policy_lets_makers_write_first_about_orders_placed_under_it(cast: Cast) -> None:
    """D4, D13"""
    before = cast.order()
    change_policy(by=cast.sam, why="A test", makers_may_start_conversations=True)
    after = cast.order()
    with pytest.raises(Refused):
        tell(cast, before)
    tell(cast, after)
    change_policy(by=cast.sam, why="A test", makers_may_start_conversations=False)
    tell(cast, after, "One more thing: the bowls are fine.")


def test_another_makers_order_does_not_exist(cast: Cast) -> None:
    """D1"""
    begin(cast)
    order = cast.order()
    with pytest.raises(Order.DoesNotExist):
        contact(order.number, maker=cast.weaves, by=cast.otto, message=SORRY)
    assert not Message.objects.filter(order=order).exists()


def test_a_double_click_sends_one_message(cast: Cast) -> None:
    """D7"""
    begin(cast)
    order = cast.order()
    assert tell(cast, order) == tell(cast, order, f"  {SORRY}\n")
    assert Entry.objects.filter(order=order, kind="contacted").count() == 1


def test_the_same_words_of_another_person_or_about_another_order_are_another_message(cast: Cast) -> None:
    """D7"""
    begin(cast)
    order = cast.order()
    tell(cast, order)
    tell(cast, cast.order())
    contact(order.number, maker=cast.byrne, by=cast.ravi, message=SORRY)
    assert Message.objects.filter(body=SORRY).count() == 3


@pytest.mark.parametrize(
    ("message", "code"), [("", "message_empty"), (" \n\x00 ", "message_empty"), ("x" * 5001, "message_too_long")]
)
def test_a_message_says_something_and_not_too_much(cast: Cast, message: str, code: str) -> None:
    begin(cast)
    order = cast.order()
    with pytest.raises(Refused) as refused:
        tell(cast, order, message)
    assert refused.value.refusal.code == code
    assert not Message.objects.filter(order=order).exists()


def test_each_member_of_the_other_side_gets_one_letter_with_the_words(cast: Cast) -> None:
    """D7, D10"""
    tom = User.objects.create_user("tom@test.example", name="Tom")
    BuyerMember.objects.create(user=tom, buyer=cast.harbor)
    begin(cast)
    order = cast.order()
    message = tell(cast, order)
    assert jobs_for("notifications.notify", contact_id=message.pk) == 1
    notify_of(contact_id=message.pk)
    notify_of(contact_id=message.pk)
    emails = Email.objects.filter(subject=f"Byrne Ceramics wrote to you about order {order.number}")
    assert sorted(email.to for email in emails) == ["ines@test.example", "tom@test.example"]
    assert all(SORRY in email.text and SORRY in email.html for email in emails)


def test_what_a_buyer_writes_reaches_every_member_of_the_maker_who_is_still_active(cast: Cast) -> None:
    """D10"""
    User.objects.filter(pk=cast.ravi.pk).update(is_active=False)
    begin(cast)
    notify_of(message_id=Message.objects.get().pk)
    assert list(Email.objects.values_list("to", flat=True)) == [cast.hanna.email]
