"""The end of an escalation (D6): support tells the buyer and declines for the maker, refuses, or hands back."""

from datetime import timedelta

import pytest

from anam.cases.models import Case, CaseEntry
from anam.clock import database_now
from anam.conversations.models import Conversation, Message
from anam.history.models import Entry
from anam.history.sentences import BUYER_READS, sentence
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.notifications.models import Notice
from anam.orders.escalation.ask_support import ask_support
from anam.orders.escalation.take_back_from_support import take_back_from_support
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Cancellation, Order
from anam.payments.actions.execute import execute
from anam.payments.models import PaymentOperation
from anam.people.models import BuyerMember, User
from anam.refusals import Refused
from anam.support.actions.decline_for_maker import decline_for_maker
from anam.support.actions.hand_back import hand_back
from anam.support.actions.refuse_case import refuse_case
from conftest import Cast

WORDS = "I am so sorry: my kiln is down until spring."
TOLD = "I telephoned, and Ines took it well."
LATE = timedelta(hours=80)


def asked(cast: Cast, *, placed: timedelta = timedelta(hours=1), payment: str = "authorised") -> Case:
    order = cast.order(placed=placed, payment=payment)
    return ask_support(
        order.number, maker=cast.byrne, by=cast.hanna, reason="out_of_stock", explanation=WORDS, note="Two fell over."
    )


def another_agent() -> User:
    return User.objects.create(email="tom@test.example", name="Tom", is_support=True)


def emails_to(user: User) -> list[Email]:
    for entry_id in Entry.objects.values_list("pk", flat=True):
        notify_of(entry_id=entry_id)
    return list(Email.objects.filter(user=user).order_by("id"))


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusal.code


@pytest.mark.parametrize(("placed", "in_time"), [(timedelta(hours=71), True), (LATE, False)])
def test_support_told_the_buyer_by_telephone_and_the_order_is_declined_in_the_makers_name(
    cast: Cast, placed: timedelta, in_time: bool
) -> None:
    """D3, D6, D8, D9"""
    case = asked(cast, placed=placed)
    when = database_now() - timedelta(minutes=20)
    order = decline_for_maker(case.pk, by=cast.sam, told_how="phone", told_at=when, message=TOLD)
    order.refresh_from_db()
    assert (order.status, order.contacted_at, order.contacted_how) == ("declined", when, "phone")
    done = Cancellation.objects.get(order=order)
    assert (done.by, done.on_behalf_of, done.in_time) == (cast.sam, "maker", in_time)
    assert (done.reason.key, done.explanation, done.note) == ("out_of_stock", WORDS, "Two fell over.")
    case.refresh_from_db()
    assert (case.outcome, case.closed_by, case.told_how, case.told_at, case.told_by) == (
        "declined",
        cast.sam,
        "phone",
        when,
        cast.sam,
    )
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 0, "the reason decides"
    execute(PaymentOperation.objects.get(payment__order=order).pk)
    order.payment.refresh_from_db()
    assert order.payment.status == "voided"


def test_an_order_is_declined_in_time_though_support_needed_until_after_the_window(cast: Cast) -> None:
    """D2, D6"""
    case = asked(cast)
    now = database_now()
    Order.objects.filter(pk=case.order_id).update(
        placed_at=now - timedelta(hours=90), decline_by=now - timedelta(hours=18)
    )
    order = decline_for_maker(case.pk, by=cast.sam, told_how="other", message="I met her at the fair.")
    assert Cancellation.objects.get(order=order).in_time is True


def test_told_by_e_mail_the_buyer_gets_one_letter_with_supports_words_the_makers_and_the_money(cast: Cast) -> None:
    """D6, D7, D10"""
    case = asked(cast)
    order = decline_for_maker(
        case.pk, by=cast.sam, told_how="email", message="Byrne asked us to tell you.\n\nThey cannot make it."
    )
    ordered, email = emails_to(cast.ines)
    assert ordered.subject == f"Your order {order.number} from Byrne Ceramics"
    for words in (order.number, "Sam of ANAM Craft support writes:", "They cannot make it.", WORDS, "released"):
        assert words in email.text
    assert "Two fell over" not in email.text
    assert CaseEntry.objects.get(case=case, kind="letter").to == "buyer"


def test_the_buyer_finds_the_makers_words_in_the_conversation_and_what_happened_in_the_history(cast: Cast) -> None:
    """D10, D12: the buyer had never written, and still the maker cannot."""
    case = asked(cast)
    order = decline_for_maker(case.pk, by=cast.sam, told_how="phone", message=TOLD)
    message = Message.objects.get(order=order)
    assert (message.kind, message.side, message.author, message.body) == ("decline", "support", cast.sam, WORDS)
    assert Conversation.objects.get().buyer_wrote_at is None
    kinds = list(Entry.objects.filter(order=order).order_by("id").values_list("kind", flat=True))
    assert kinds == ["placed", "support_asked", "support_told", "declined"]
    assert [kind for kind in kinds if kind in BUYER_READS] == ["placed", "support_told", "declined"]
    told = Entry.objects.get(order=order, kind="support_told")
    assert sentence(told, reader="buyer") == "Sam of support told you about this order, by telephone."


def test_the_maker_is_told_that_it_is_done_and_whether_it_counted_as_in_time(cast: Cast) -> None:
    """D6, D10"""
    decline_for_maker(asked(cast, placed=LATE).pk, by=cast.sam, told_how="phone", message=TOLD)
    [_, email] = emails_to(cast.hanna)[-2:]
    assert "Sam cancelled order" in email.text
    assert "for you, as you asked, after the window had ended" in " ".join(email.text.split())


def test_an_earlier_contact_stays_the_proof(cast: Cast) -> None:
    """D3"""
    order = cast.order(placed=LATE, told=True)
    before = order.contacted_at
    case = ask_support(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    done = decline_for_maker(case.pk, by=cast.sam, told_how="email", message="Byrne asked us to tell you.")
    done.refresh_from_db()
    assert (done.contacted_at, done.contacted_how) == (before, "phone")


@pytest.mark.parametrize("ahead", [timedelta(hours=2), -timedelta(days=30)])
def test_nobody_was_told_before_the_order_was_placed_or_in_the_future(cast: Cast, ahead: timedelta) -> None:
    """D3"""
    case = asked(cast)
    with pytest.raises(Refused) as refused:
        decline_for_maker(case.pk, by=cast.sam, told_how="phone", message=TOLD, told_at=database_now() + ahead)
    assert code_of(refused) == "told_when_unlikely"
    case.refresh_from_db()
    assert case.is_open
    assert Order.objects.get(pk=case.order_id).status == "placed"


@pytest.mark.parametrize(("how", "code"), [("", "told_how_unknown"), ("pigeon", "told_how_unknown")])
def test_how_they_were_told_must_be_said(cast: Cast, how: str, code: str) -> None:
    """D6"""
    with pytest.raises(Refused) as refused:
        decline_for_maker(asked(cast).pk, by=cast.sam, told_how=how, message=TOLD)
    assert code_of(refused) == code


def test_a_shop_without_anybody_to_write_to_is_not_told_by_e_mail(cast: Cast) -> None:
    """D6"""
    case = asked(cast)
    BuyerMember.objects.all().delete()
    with pytest.raises(Refused) as refused:
        decline_for_maker(case.pk, by=cast.sam, told_how="email", message="Byrne asked us to tell you.")
    assert code_of(refused) == "nobody_to_write_to"
    decline_for_maker(case.pk, by=cast.sam, told_how="phone", message=TOLD)


def test_a_refusal_gives_a_reason_and_the_maker_is_told_what_to_do_now(cast: Cast) -> None:
    """D6: the order stays as it was, and the buyer hears nothing."""
    case = asked(cast)
    refuse_case(case.pk, by=cast.sam, message="Ines paid for express: please try the other kiln.")
    case.refresh_from_db()
    assert (case.outcome, case.closed_by) == ("refused", cast.sam)
    assert Order.objects.get(pk=case.order_id).status == "placed"
    email = emails_to(cast.ravi)[-1]
    assert "the other kiln" in email.text
    assert "It is not cancelled" in " ".join(email.text.split())
    assert [email.subject for email in emails_to(cast.ines)] == [f"Your order {case.order} from Byrne Ceramics"]
    entry = Entry.objects.get(kind="support_refused")
    assert {notice.as_party for notice in Notice.objects.filter(entry=entry)} == {"maker"}


def test_handed_back_the_maker_can_go_on_themselves(cast: Cast) -> None:
    """D6"""
    case = asked(cast)
    hand_back(case.pk, by=cast.sam, message="Ines has just written to you: answer her.")
    case.refresh_from_db()
    assert case.outcome == "handed_back"
    assert "in your hands again" in emails_to(cast.hanna)[-1].subject


@pytest.mark.parametrize("answer", [refuse_case, hand_back])
def test_an_answer_without_words_is_none(cast: Cast, answer: object) -> None:
    """D6"""
    case = asked(cast)
    with pytest.raises(Refused) as refused:
        answer(case.pk, by=cast.sam, message="  no \u200b ")  # type: ignore[operator]
    assert code_of(refused) == "words_needed"


def test_a_case_is_answered_once_and_the_second_agent_hears_by_whom(cast: Cast) -> None:
    """D7"""
    case = asked(cast)
    Case.objects.filter(pk=case.pk).update(assigned_to=None)
    refuse_case(case.pk, by=cast.sam, message="They say that you agreed.")
    with pytest.raises(Refused) as refused:
        decline_for_maker(case.pk, by=another_agent(), told_how="phone", message=TOLD)
    assert code_of(refused) == "case_closed"
    assert "Sam closed this case" in refused.value.refusal.message


def test_a_colleagues_case_is_taken_over_first(cast: Cast) -> None:
    """D7"""
    case = asked(cast)
    Case.objects.filter(pk=case.pk).update(assigned_to=another_agent())
    with pytest.raises(Refused) as refused:
        decline_for_maker(case.pk, by=cast.sam, told_how="phone", message=TOLD)
    assert (code_of(refused), "Tom" in refused.value.refusal.message) == ("case_of_another", True)


def test_support_hears_what_overtook_the_case(cast: Cast) -> None:
    """D6, D7"""
    case = asked(cast)
    Order.objects.filter(pk=case.order_id).update(status="accepted", accepted_at=database_now())
    ship(Order.objects.get(pk=case.order_id).number, maker=cast.byrne, by=cast.ravi, carrier="An Post")
    with pytest.raises(Refused) as refused:
        decline_for_maker(case.pk, by=cast.sam, told_how="phone", message=TOLD)
    assert "Ravi shipped the order." in refused.value.refusal.message
    other = asked(cast)
    assert other.order
    take_back_from_support(other.order.number, maker=cast.byrne, by=cast.hanna)
    with pytest.raises(Refused) as refused:
        refuse_case(other.pk, by=cast.sam, message="They say that you agreed.")
    assert "Hanna withdrew this request" in refused.value.refusal.message
