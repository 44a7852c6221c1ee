from anam.catalog.restock import RestockAlert
from anam.people.models import User


def stop_restock_alerts(user: User, *, product_id: int | None = None) -> None:
    """Tell `user` no more when that product is available again; without one, of none that they have asked about."""
    alerts = RestockAlert.objects.of_user(user)
    (alerts if product_id is None else alerts.filter(product=product_id)).delete()
