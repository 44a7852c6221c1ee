"""Every e-mail that Anam writes, kept with what became of it."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Sum, Window
from django.db.models.functions import Length

from anam.coded import CodedField, worded
from anam.mail.sentences import FAILURES, OUTCOMES
from anam.marketplace.current import marketplace
from anam.partial import without
from anam.people.models import User
from anam.web.cursors import earlier_than

IMPORTANT = "important"


class EmailQuerySet(models.QuerySet["Email"]):
    def about(self, *, order_id: Any = None, conversation_id: Any = None) -> "EmailQuerySet":
        """Those about that order, that conversation, or either."""
        concerned = Q(pk=None)
        if order_id is not None:
            concerned |= Q(order_id=order_id)
        if conversation_id is not None:
            concerned |= Q(conversation_id=conversation_id)
        return self.filter(concerned)

    def before(self, pk: int | None) -> "EmailQuerySet":
        """Those older than that one; without one, all."""
        return self if pk is None else self.filter(pk__lt=pk)

    def still_arriving(self) -> "EmailQuerySet":
        """Those of which nobody has said that they did not arrive."""
        return self.filter(failed_at=None)

    def to_be_sent(self, *, unclaimed_since: datetime) -> "EmailQuerySet":
        """Those that nobody has sent, and that nobody has been sending since then."""
        return self.still_arriving().filter(Q(claimed_at=None) | Q(claimed_at__lt=unclaimed_since), sent_at=None)


class Email(models.Model):
    """One e-mail to one person. Its `key` says what it is about: the same key is never written twice (D7)."""

    key = models.CharField(max_length=120, unique=True)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="emails", db_index=False)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    shows_address = models.BooleanField(
        default=False, db_default=False, help_text="put in when it is sent: mail/address_block.py"
    )
    kind = models.CharField(max_length=24, default="important", help_text="what preferences call it")
    # What it is about: where an answer to it belongs, and where it is shown that it did not arrive.
    conversation = models.ForeignKey(
        "conversations.Conversation", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.SET_NULL, related_name="emails")
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.SET_NULL, related_name="emails")
    written_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, help_text="when somebody began to hand it to the mail server")
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="when we learned that it did not arrive")
    failure: Any = CodedField(FAILURES, help_text="why it did not arrive: what the mail server said")
    provider_id = models.CharField(max_length=200, blank=True, help_text="what the mail provider calls it")

    objects = EmailQuerySet.as_manager()

    class Meta:
        db_table = "email"
        indexes = [
            models.Index(fields=["user", "-id"], name="email_newest_of_person"),
            models.Index(fields=["provider_id"], name="email_of_provider", condition=~Q(provider_id="")),
            # Lists say of each order and conversation whether an e-mail about it did not arrive: few did not.
            models.Index(fields=["order"], name="failed_about_order", condition=Q(failed_at__isnull=False)),
            models.Index(fields=["conversation"], name="failed_about_talk", condition=Q(failed_at__isnull=False)),
        ]

    @property
    def failure_words(self) -> str:
        """Why it did not arrive; "" where nobody said."""
        return worded(self.failure, FAILURES)

    @property
    def message_id(self) -> str:
        """Its Message-ID, which stays the same however often it is sent."""
        return f"<letter-{self.pk}@{marketplace().sender_address.rsplit('@', 1)[-1]}>"


class IncomingMailQuerySet(models.QuerySet["IncomingMail"]):
    def kept_of(self, sender: str, *, since: datetime) -> int:
        """How many bytes of mails as they came are kept of `sender`'s that came after `since`."""
        kept = self.filter(sender=sender, received_at__gt=since).aggregate(bytes=Sum(Length("raw")))
        return kept["bytes"] or 0

    def of_case(self, case: Any) -> "IncomingMailQuerySet":
        """Those in the case of that id, the newest first, each with whether it `is_kept` in place of itself."""
        is_kept = ExpressionWrapper(Q(raw__isnull=False), output_field=models.BooleanField())
        return without(self.filter(case=case).annotate(is_kept=is_kept), "raw").order_by("-id")

    def set_aside(self) -> "IncomingMailQuerySet":
        """Those that a program seems to have written, and that are still kept."""
        return self.filter(outcome=IncomingMail.Outcome.IGNORED, raw__isnull=False)

    def newest_first(self, after: tuple[datetime, int] | None = None) -> "IncomingMailQuerySet":
        """By when they came, after the one at (received_at, id)."""
        return self.filter(earlier_than(after, by="received_at")).order_by("-received_at", "-id")

    def beyond(self, most: int) -> "models.QuerySet[IncomingMail, int]":
        """The ids of the oldest: of those that would not be among `most` bytes, counted from the newest."""
        size = Func(F("raw"), function="octet_length", output_field=models.BigIntegerField())
        newest = [F("received_at").desc(), F("id").desc()]
        together = self.annotate(size=size).annotate(together=Window(Sum("size"), order_by=newest))
        return together.filter(together__gt=most).values_list("pk", flat=True)


class IncomingMail(models.Model):
    """An e-mail that came in, kept with what became of it. The same one for the same recipient is taken once (D7)."""

    class Outcome(models.TextChoices):
        WAITING = "", "Not looked at yet"
        POSTED = "posted", "Posted in the Message Center"
        CASE = "case", "Opened a case"
        ANSWERED = "answered", "Added to a case"
        BOUNCE = "bounce", "Said that a letter did not arrive"
        IGNORED = "ignored", "Set aside"
        REFUSED = "refused", "Refused"

    header_id = models.CharField(max_length=300, help_text="its Message-ID")
    recipient = models.CharField(max_length=320, help_text="which of our addresses it came to, in lower case")
    envelope_from = models.CharField(max_length=320, blank=True, help_text="empty for what must not be answered")
    sender = models.CharField(max_length=320, blank=True, help_text="the address in its From line, in lower case")
    subject = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()
    # The mail as it came: kept as long as what it said is, within limits (incoming.keeping).
    raw = models.BinaryField(null=True)
    # What it says besides the words that were posted: for whoever may read those, and of the e-mail that it answers.
    left_out = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    why: Any = CodedField(OUTCOMES)
    message = models.ForeignKey("conversations.Message", null=True, on_delete=models.SET_NULL, related_name="+")
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.SET_NULL, related_name="+")
    entry = models.ForeignKey("cases.CaseEntry", null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.ForeignKey(
        Email, null=True, on_delete=models.SET_NULL, related_name="answers", help_text="the one it answers"
    )
    taken_back_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_back_at = models.DateTimeField(null=True, help_text="when support took it in, though it had been set aside")

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        db_table = "incoming_mail"
        constraints = [models.UniqueConstraint("header_id", "recipient", name="incoming_mail_once")]
        indexes = [
            models.Index(fields=["sender", "-received_at"], name="incoming_mail_of_sender"),
            models.Index(
                fields=["-received_at", "-id"],
                name="incoming_mail_set_aside",
                condition=Q(outcome="ignored", raw__isnull=False),
            ),
        ]

    @property
    def why_words(self) -> str:
        """Why it became what it did; "" where nothing is to be known."""
        return worded(self.why, OUTCOMES)
