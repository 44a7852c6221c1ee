"""Who wants to be told when a product is back; and when it is."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from anam.people.models import User


def is_available(prefix: str = "") -> Q:
    """That a shop can order a product now, by the database's clock: it is sold, by who takes orders, and there is some.

    `prefix` leads to the product, as in "product__".
    """
    front, stock = f"{prefix}maker__storefront", f"{prefix}stock"
    closed = f"{front}__closed_until"
    return (
        Q(**{f"{prefix}retired_at": None, f"{front}__open": True})
        & (Q(**{closed: None}) | Q(**{f"{closed}__lte": Now()}))
        & (Q(**{stock: None}) | Q(**{f"{stock}__gte": F(f"{prefix}minimum")}))
    )


class RestockAlertQuerySet(models.QuerySet["RestockAlert"]):
    def of_user(self, user: User) -> "RestockAlertQuerySet":
        return self.filter(user=user)

    def products_of(self, user: User, among: Iterable[int]) -> set[int]:
        """The ids of those products `among` these that `user` waits for. No query where there are none."""
        wanted = list(among)
        return (
            set(self.of_user(user).filter(product__in=wanted).values_list("product_id", flat=True)) if wanted else set()
        )

    def due(self) -> "models.QuerySet[RestockAlert, int]":
        """The ids of the products that somebody waits for, and that are available."""
        return self.filter(is_available("product__")).values_list("product_id", flat=True).distinct().order_by()


class RestockAlert(models.Model):
    """That somebody is to be told once when a product is available again. It goes with the telling, or is stopped."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="restock_alerts")
    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="restock_alerts")
    asked_at = models.DateTimeField(db_default=Now())

    objects = RestockAlertQuerySet.as_manager()

    class Meta:
        db_table = "restock_alert"
        constraints = [models.UniqueConstraint("user", "product", name="restock_alert_once_a_product")]
