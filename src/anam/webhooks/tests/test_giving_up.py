"""What is not accepted is sent again, with growing pauses, for three days; and then its owner is told."""

from datetime import timedelta

from django.utils import timezone

from anam.mail.models import Email
from anam.orders.fulfilment.accept import accept
from anam.webhooks.actions.add_endpoint import add_endpoint
from anam.webhooks.actions.forget import forget
from anam.webhooks.actions.resume import resume
from anam.webhooks.actions.retire import retire
from anam.webhooks.actions.send_again import send_again
from anam.webhooks.actions.send_due import send_due
from anam.webhooks.models import Attempt, Delivery, Endpoint
from anam.webhooks.tests.going import go, let_it_stand, make_due, types
from anam.webhooks.tests.receiver import Receiver, receiving
from conftest import Cast


def test_what_fails_is_sent_again_with_its_id_and_holds_nothing_up(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [500, 200]
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    accept(cast.order().number, maker=cast.byrne, by=cast.hanna)
    let_it_stand()
    go(endpoint)
    first = Delivery.objects.order_by("id")[0]
    assert types(receiver) == ["order.placed", "order.accepted"]
    attempt = first.attempts.get()
    assert (attempt.status, attempt.answer, first.tries, first.delivered_at) == (500, "thank you", 1, None)
    assert first.next_at
    assert timedelta(seconds=4) < first.next_at - attempt.at < timedelta(seconds=7)
    make_due()
    go(endpoint)
    assert types(receiver)[2:] == ["order.placed"]
    assert receiver.received[0].id == receiver.received[2].id != receiver.received[1].id
    assert not Delivery.objects.exclude(next_at=None).exists()
    assert [one.status for one in first.attempts.all()] == [200, 500]


def test_the_pauses_grow_up_to_three_days(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [500]
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    cast.order()
    pauses = []
    for _ in range(9):
        go(endpoint)
        delivery = Delivery.objects.get()
        assert delivery.next_at
        pauses.append(round((delivery.next_at - delivery.attempts.all()[0].at).total_seconds()))
        make_due()
    assert pauses == [5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600, 6 * 3600, 6 * 3600]


def test_after_three_days_it_is_switched_off_and_its_owner_told_once(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [500]
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    cast.order()
    cast.order()
    for days in (0, 2, 3):
        Delivery.objects.exclude(first_tried_at=None).update(first_tried_at=timezone.now() - timedelta(days=days))
        make_due()
        go(endpoint)
        endpoint.refresh_from_db()
        assert bool(endpoint.switched_off_at) == (days == 3)
    assert endpoint.why_off == "failing"
    email, _ = Email.objects.filter(key__startswith="webhook-off:").order_by("pk")
    assert (email.to, f"/preferences/webhooks/{endpoint.pk}/" in email.text) == (cast.hanna.email, True)
    sent = len(receiver.received)
    receiver.statuses = [200]
    make_due()
    go(endpoint)
    assert len(receiver.received) == sent
    resume(endpoint.pk, by=cast.hanna)
    go(endpoint)
    assert len(receiver.received) == sent + 2


def test_what_one_cannot_digest_is_given_up_and_the_others_still_go(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [500, 200, 500, 200]
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    accept(cast.order().number, maker=cast.byrne, by=cast.hanna)
    let_it_stand()
    go(endpoint)
    Delivery.objects.filter(delivered_at=None).update(first_tried_at=timezone.now() - timedelta(days=3))
    make_due()
    go(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.is_in_force, len(receiver.received)) == (True, 3)
    given_up = Delivery.objects.get(delivered_at=None)
    assert given_up.next_at is None
    email, _ = Email.objects.filter(key__startswith="webhook-gave-up:").order_by("pk")
    assert f"/preferences/webhooks/{endpoint.pk}/deliveries/{given_up.pk}/" in email.text
    send_again(given_up.pk, endpoint_id=endpoint.pk, by=cast.hanna)
    go(endpoint)
    assert not Delivery.objects.filter(delivered_at=None).exists()


def test_what_was_accepted_and_is_not_when_it_is_sent_again_was_accepted(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [200, 500]
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    cast.order()
    go(endpoint)
    accepted = Delivery.objects.get()
    send_again(accepted.pk, endpoint_id=endpoint.pk, by=cast.hanna)
    go(endpoint)
    again = Delivery.objects.get()
    assert [one.status for one in again.attempts.all()] == [500, 200]
    assert (again.delivered_at, again.next_at) == (accepted.delivered_at, None)


def test_one_that_gives_no_answer_lets_the_others_have_their_turn(cast: Cast) -> None:
    with receiving() as gone:
        endpoint = add_endpoint(cast.hanna, url=gone.url)
    accept(cast.order().number, maker=cast.byrne, by=cast.hanna)
    let_it_stand()
    go(endpoint)
    assert sorted(Delivery.objects.values_list("tries", flat=True)) == [0, 1]
    send_due(endpoint.pk)
    assert sorted(Delivery.objects.values_list("tries", flat=True)) == [1, 1]


def test_a_month_after_it_was_accepted_it_is_forgotten(cast: Cast, receiver: Receiver) -> None:
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    cast.order()
    go(endpoint)
    receiver.statuses = [500]
    cast.order()
    go(endpoint)
    assert forget() == 0
    Delivery.objects.filter(next_at=None).update(delivered_at=timezone.now() - timedelta(days=31))
    assert forget() == 1
    assert (Delivery.objects.count(), Attempt.objects.count()) == (1, 1)
    retire(endpoint.pk, by=cast.hanna)
    assert forget() == 0
    Endpoint.objects.update(retired_at=timezone.now() - timedelta(days=31))
    assert forget() == 1


def test_one_that_is_gone_is_switched_off_at_once(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [410]
    endpoint = add_endpoint(cast.hanna, url=receiver.url)
    accept(cast.order().number, maker=cast.byrne, by=cast.hanna)
    let_it_stand()
    go(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.why_off, len(receiver.received)) == ("gone", 1)
