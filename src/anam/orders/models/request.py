"""What a buyer asks for: to cancel an order, or to remove lines of it; with constraints."""

from typing import Any

from django.db import models
from django.db.models import Q

from anam.cases.sentences import ENDINGS
from anam.coded import CodedField, worded
from anam.people.models import Maker, User


class CancellationRequestQuerySet(models.QuerySet["CancellationRequest"]):
    def still_open(self) -> "CancellationRequestQuerySet":
        """Those that nobody has answered; of one order there is one at most."""
        return self.filter(answer="")


class CancellationRequest(models.Model):
    """A buyer's own request: to cancel an order, or to remove lines of it; and what became of it."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"  # by the buyer
        SUPERSEDED = "overtaken"  # the order moved on before anybody answered

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="requests")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(help_text="why, in the buyer's words; the maker reads it")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField(help_text="when it becomes a case for support (policy)")
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answer_words = models.TextField(blank=True, help_text="of whoever answered; the buyer reads it")
    superseded_by: Any = CodedField(ENDINGS, help_text="what happened to the order before anybody answered")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_as = models.CharField(max_length=8, blank=True, help_text="maker, buyer, support or anam")

    objects = CancellationRequestQuerySet.as_manager()

    class Meta:
        db_table = "cancellation_request"
        constraints = [
            models.UniqueConstraint("order", condition=Q(answer=""), name="request_one_open_an_order"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="request_answered_when",
            ),
        ]
        indexes = [models.Index(fields=["answer_by"], name="request_unanswered", condition=Q(answer=""))]

    @property
    def answer_given(self) -> str:
        """What the buyer reads: of whoever answered, or what happened before anybody did."""
        return self.answer_words or worded(self.superseded_by, ENDINGS)

    @property
    def is_open(self) -> bool:
        return not self.answer


class RequestedLine(models.Model):
    """A line, or part of its quantity, that a buyer asks to remove. A request without any is about the whole order."""

    request = models.ForeignKey(CancellationRequest, on_delete=models.CASCADE, related_name="lines")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("orders.Line", on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()

    class Meta:
        db_table = "requested_line"
        constraints = [
            models.UniqueConstraint("request", "line", name="requested_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="requested_line_of_something"),
        ]
