"""Support cases: what support must answer, and everything that was said about it."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from anam.cases.conditions import ESCALATIONS
from anam.cases.sentences import ENDINGS, EVENTS, HEADLINES, MESSAGES, SUBJECTS, codes_saying, lexeme_of
from anam.coded import CodedField, worded
from anam.digits import read_number
from anam.folding import folded
from anam.partial import without
from anam.people.models import Buyer, Maker, User
from anam.searching import query_for, search_query
from anam.web.cursors import earlier_than, later_than


def searched_for(text: str) -> dict[str, Any]:
    """The `number` of a case that `text` may be, and what is `wanted` of its order, parties, sender and words.

    What is not there can be neither. The words are found by their beginnings; what Anam calls a case is found in the
    reader's language: the index holds the code of it (`case_is_found_by`).
    """
    number = read_number(folded(text).removeprefix("case").strip(" #"))
    wanted = query_for(text, among="D", also=lambda chunk: [f"{lexeme_of(code)}:C" for code in codes_saying(chunk)])
    return {
        **({} if number is None else {"number": number}),
        **({"wanted": wanted} if wanted else {}),
    }


class CaseQuerySet(models.QuerySet["Case"]):
    def still_open(self) -> "CaseQuerySet":
        return self.filter(closed_at=None)

    def closed(self) -> "CaseQuerySet":
        return self.filter(closed_at__isnull=False)

    def of_agent(self, agent: User) -> "CaseQuerySet":
        return self.filter(assigned_to=agent)

    def unassigned(self) -> "CaseQuerySet":
        return self.filter(assigned_to=None)

    def answered(self) -> "CaseQuerySet":
        """Support has written, and nobody has closed it: it waits for them."""
        return self.filter(answered_at__isnull=False)

    def unanswered(self) -> "CaseQuerySet":
        return self.filter(answered_at=None)

    def found_by(self, *, number: Any = None, wanted: Any = None) -> "CaseQuerySet":
        """Those with that number, or in which stands what is `wanted`: both as `searched_for` says."""
        by_words = Q(pk=None) if wanted is None else Q(search=search_query(wanted))
        return self.filter(Q(pk=number) | by_words)

    def most_urgent_first(self, after: tuple[datetime, int] | None = None) -> "CaseQuerySet":
        """By the time to answer, after the one at (answer_by, id)."""
        return self.filter(later_than(after, by="answer_by")).order_by("answer_by", "id")

    def newest_closed_first(self, after: tuple[datetime, int] | None = None) -> "CaseQuerySet":
        """By when they were closed, after the one at (closed_at, id)."""
        return self.filter(earlier_than(after, by="closed_at")).order_by("-closed_at", "-id")

    def concerning(self, user: User, side: str) -> "CaseQuerySet":
        """Those that the party of `user` ("maker" or "buyer") opened, or in which support wrote to them."""
        party = user.maker if side == "maker" else user.buyer
        if party is None:
            return self.none()
        written = CaseEntry.objects.filter(case=OuterRef("pk"), kind=CaseEntry.Kind.LETTER, to=side)
        return self.filter(Q(opened_as=side) | Exists(written), **{side: party})

    def for_list(self) -> "CaseQuerySet":
        """With what a row shows of other tables: the parties, whose it is, and its `order_number`."""
        rows = without(self, "search").select_related("maker", "buyer", "assigned_to")
        return rows.annotate(order_number=F("order__number"))

    def for_page(self) -> "CaseQuerySet":
        """With all that one page of a case shows of other tables' single rows."""
        return self.select_related(
            "order__maker",
            "order__buyer",
            "order__policy",
            "order__payment",
            "order__ship_to",
            "maker",
            "buyer",
            "opened_by",
            "assigned_to",
            "closed_by",
            "reason",
            "told_by",
            "about_message__author",
            "operation__payment",
            "email",
            "request",
        )

    def of_order(self, order_id: Any) -> "CaseQuerySet":
        return self.filter(order_id=order_id)

    def escalations(self) -> "CaseQuerySet":
        """Those that ask support to decline an order for its maker (D6)."""
        return self.filter(kind__in=ESCALATIONS)


class Case(models.Model):
    """Something that support must answer. Open while `closed_at` is empty; how it ended is its `outcome`."""

    class Kind(models.TextChoices):
        TELL_BUYER = "tell_buyer", "Tell the buyer"
        LATE_DECLINE = "late_decline", "Too late to decline"
        COMPLAINT = "complaint", "Problem with an order"
        REQUEST = "request", "Buyer request not answered"
        MAIL = "mail", "Email to support"
        UNDELIVERED = "undelivered", "Not reached by email"
        MONEY = "money", "Payment issue"
        DISPUTE = "dispute", "Disputed payment"
        REPORT = "report", "Reported message"
        RETURN = "return", "Return"

    class Side(models.TextChoices):
        MAKER = "maker"
        BUYER = "buyer"
        SUPPORT = "support"
        OUTSIDE = "outside"  # somebody who wrote to support's mailbox and whom we do not know
        ANAM = "anam"  # nobody: the clock, the gateway, the mail server

    class Outcome(models.TextChoices):
        DECLINED = "declined", "Declined for the maker"
        REFUSED = "refused", "Refused"
        HANDED_BACK = "handed_back", "Returned to maker"
        ANSWERED = "answered", "Answered"
        SUPERSEDED = "overtaken", "Settled by what happened meanwhile"
        WITHDRAWN = "withdrawn", "Withdrawn"

    kind = models.CharField(max_length=16, choices=Kind)
    subject = models.CharField(max_length=200, blank=True, help_text="as whoever wrote an e-mail calls it")
    about: Any = CodedField(SUBJECTS, help_text="what Anam calls it, where nobody does, and what it asks itself")
    message = models.TextField(blank=True, help_text="what was asked, in the words of whoever asked")
    opened_as = models.CharField(max_length=8, choices=Side)
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField(help_text="when support's time to answer ends (policy)")
    outside_email = models.EmailField(max_length=254, blank=True, help_text="of somebody who is no member")

    maker = models.ForeignKey(Maker, null=True, on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(Buyer, null=True, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.PROTECT, related_name="cases")
    about_message = models.ForeignKey("conversations.Message", null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.ForeignKey("mail.Email", null=True, on_delete=models.SET_NULL, related_name="+")
    operation = models.ForeignKey("payments.PaymentOperation", null=True, on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey("payments.Payment", null=True, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("orders.CancellationRequest", null=True, on_delete=models.PROTECT, related_name="cases")
    dispute = models.CharField(max_length=80, null=True, help_text="as the payment gateway calls it")

    # What the maker filled in, for kinds of ESCALATIONS (D6); `in_time` is judged when it was asked.
    reason = models.ForeignKey("policy.Reason", null=True, on_delete=models.PROTECT, related_name="+")
    explanation = models.TextField(blank=True, help_text="the buyer reads it once the order is declined")
    note = models.TextField(blank=True, help_text="only the maker and support read it")
    stock: Any = models.JSONField(default=dict, help_text="return, zero or keep, by line id")
    quantities: Any = models.JSONField(default=dict, help_text="how many, by line id; empty: the whole order")
    in_time = models.BooleanField(null=True)

    assigned_to = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="cases")
    answered_at = models.DateTimeField(null=True, help_text="when support first said something to whoever asked")
    escalated_at = models.DateTimeField(null=True, help_text="when support's lead was told that nobody answers")

    # That the buyer was told, by support (D6): how, when and by whom.
    told_how = models.CharField(max_length=8, blank=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    closing_words = models.TextField(blank=True, help_text="of whoever closed it")
    closed_because: Any = CodedField(ENDINGS, help_text="why it closed, where nobody says so in their own words")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    search = SearchVectorField(null=True, help_text="what it is found by; the database writes it")

    objects = CaseQuerySet.as_manager()

    class Meta:
        db_table = "support_case"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="case_closed_with_an_outcome",
            ),
            models.CheckConstraint(condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="case_times"),
            models.CheckConstraint(
                # D6: what the maker filled in is whole, and its being in time was judged.
                condition=~Q(kind__in=list(ESCALATIONS))
                | Q(order__isnull=False, reason__isnull=False, in_time__isnull=False) & ~Q(explanation=""),
                name="case_of_the_road_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None, told_how="", told_by=None)
                | Q(told_at__isnull=False, told_by__isnull=False, told_how__in=["email", "phone", "other"]),
                name="case_told_how_when_and_by_whom",
            ),
            models.UniqueConstraint(
                "order",
                condition=Q(closed_at=None, kind__in=list(ESCALATIONS)),
                name="case_one_open_road_an_order",
            ),
            models.UniqueConstraint("operation", condition=Q(closed_at=None), name="case_one_open_an_operation"),
            models.UniqueConstraint("payment", condition=Q(closed_at=None), name="case_one_open_a_payment"),
            models.UniqueConstraint("email", name="case_one_an_email"),
            models.UniqueConstraint("request", name="case_one_a_request"),
            models.UniqueConstraint("dispute", name="case_one_a_dispute"),
            models.UniqueConstraint(
                "about_message", condition=Q(closed_at=None, kind="report"), name="case_one_open_a_reported_message"
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by", "id"], name="case_by_urgency", condition=Q(closed_at=None)),
            models.Index(fields=["assigned_to", "answer_by"], name="case_of_agent", condition=Q(closed_at=None)),
            models.Index(fields=["order", "id"], name="case_of_order"),
            models.Index(fields=["-closed_at", "-id"], name="case_closed"),
            GinIndex(fields=["search"], name="case_search"),
        ]

    def __str__(self) -> str:
        return f"Case {self.pk}"

    @property
    def title(self) -> str:
        """What it is called: by whoever wrote, or by Anam."""
        return self.subject or worded(self.about, SUBJECTS)

    @property
    def headline(self) -> str:
        """What support has to do while it is open, where that is more than what it is called."""
        words = HEADLINES.get(self.kind, "") if self.is_open and self.maker and self.buyer else ""
        return str(words).format(maker=self.maker, buyer=self.buyer) or self.title

    @property
    def question(self) -> str:
        """What is asked, in the words of whoever asks, and what Anam says below them; "" where nobody says anything."""
        ours = worded(self.about, MESSAGES) if self.about.get("code") in MESSAGES else ""
        return "\n\n".join(filter(None, [self.message, ours]))

    @property
    def closing(self) -> str:
        """What was said when it closed: by whoever closed it, or by Anam."""
        return self.closing_words or worded(self.closed_because, ENDINGS)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_escalation(self) -> bool:
        """Whether it asks support to decline an order for its maker (D6)."""
        return self.kind in ESCALATIONS

    def is_late(self, now: datetime) -> bool:
        """Whether nobody has answered within the policy's time."""
        return self.is_open and self.answered_at is None and now >= self.answer_by


class CaseEntryQuerySet(models.QuerySet["CaseEntry"]):
    def said_to_or_by(self, side: str) -> "CaseEntryQuerySet":
        """What a party reads of a case: support's e-mails to them, and their own answers."""
        theirs = Q(kind="letter", to=side) | Q(kind="answer", side=side)
        return self.filter(theirs).select_related("author").order_by("at", "id")


class CaseEntry(models.Model):
    """One thing that was said in a case, or happened to it. Only ever added: a trigger refuses the rest."""

    class Kind(models.TextChoices):
        NOTE = "note"  # only support sees it
        LETTER = "letter"  # from support to whoever asked, or to a party
        ANSWER = "answer"  # from them to support
        EVENT = "event"  # opened, assigned, closed, …

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    side = models.CharField(max_length=8, choices=Case.Side)
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=8, blank=True, help_text="maker, buyer or outside, of a letter")
    body = models.TextField(blank=True, help_text="what somebody said")
    event: Any = CodedField(EVENTS, help_text="what happened, or what Anam says beside their words")
    at = models.DateTimeField()

    objects = CaseEntryQuerySet.as_manager()

    class Meta:
        db_table = "support_case_entry"
        indexes = [models.Index(fields=["case", "at", "id"], name="case_entry_of_case")]
        constraints = [models.CheckConstraint(condition=~Q(body="") | ~Q(event={}), name="case_entry_says_something")]

    @property
    def words(self) -> str:
        """What it says: what happened stands above what somebody said, and what came with an answer below it."""
        ours = worded(self.event, EVENTS)
        if self.kind == self.Kind.ANSWER:
            return "\n\n".join(filter(None, [self.body, ours]))
        return "\n".join(filter(None, [ours, self.body]))
