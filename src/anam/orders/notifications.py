from django.db import transaction

from anam.history.models import Entry
from anam.mail.actions.queue_email import queue_email
from anam.mail.content import About
from anam.notifications.models import Notice
from anam.orders.contact import conversation_of, why_not_write
from anam.orders.letters import kind_of_letter, words_for
from anam.orders.models import Order


@transaction.atomic
def write_letters(entry_id: int) -> None:
    """Write the e-mail that an entry calls for to everybody who was told of it, once for each person (D7, D10)."""
    entry = Entry.objects.select_related("actor").get(pk=entry_id)
    order = Order.objects.select_related("maker", "buyer", "payment", "policy").get(pk=entry.order_id)
    refusal = why_not_write(order, conversation_of(order))
    cannot_answer = {"maker": refusal.message if refusal else "", "buyer": ""}
    for notice in Notice.objects.filter(entry=entry, user__is_active=True).select_related("user"):
        words = words_for(entry, order, party=notice.as_party, zone=notice.user.time_zone)
        if words:
            about = About(order_id=order.pk, why_not_answer=cannot_answer[notice.as_party])
            kind = kind_of_letter(entry, party=notice.as_party, reader_id=notice.user_id)
            queue_email(words, to=notice.user, key=f"entry:{entry.pk}:person:{notice.user_id}", kind=kind, about=about)
