"""That a buyer asks to have an order sent to another country, and what became of it; with constraints."""

from django.db import models
from django.db.models import Q

from anam.cases.models import Case
from anam.orders.status import OPEN
from anam.people.models import Maker, User
from anam.postal.models import PostalAddress


class AddressRequestQuerySet(models.QuerySet["AddressRequest"]):
    def unanswered(self) -> "AddressRequestQuerySet":
        """Those that nobody has answered and that still can be: their order has not moved on."""
        return self.filter(answer="", order__status__in=OPEN)

    def of_case(self, case: Case) -> "AddressRequest | None":
        """The request that `case` is about, if it is about one."""
        return self.select_related("ship_to", "asked_by").filter(case=case).first()


class AddressRequest(models.Model):
    """A buyer's request to have an order sent to another country: shipping and customs are the maker's to judge."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"  # by the buyer, who perhaps asks for something else, or has changed the address

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="address_requests")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    ship_to = models.OneToOneField(PostalAddress, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField(help_text="when it becomes a case for support (policy)")
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="address_request")
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answer_words = models.TextField(blank=True, help_text="why not; the buyer reads it")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AddressRequestQuerySet.as_manager()

    class Meta:
        db_table = "address_request"
        constraints = [
            models.UniqueConstraint("order", condition=Q(answer=""), name="address_request_one_open_an_order"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="address_request_answered_when",
            ),
        ]
