"""The address in an e-mail about an order, as its reader may see it when it is sent."""

from anam.clock import database_now
from anam.mail.models import Email
from anam.orders.models import Order
from anam.orders.ship_to.visibility import ship_to_for
from anam.postal.lines import lines_of


def address_lines(email: Email) -> list[str]:
    """Where its order goes now; nothing for whoever is of neither party, or where nobody has said."""
    order = Order.objects.select_related("ship_to").filter(emails=email).first()
    user = email.user
    if order is None or user is None:
        return []
    side = "maker" if user.maker and user.maker.pk == order.maker_id else ""
    side = side or ("buyer" if user.buyer and user.buyer.pk == order.buyer_id else "")
    shown = ship_to_for(order, side, now=database_now()) if side else None
    return lines_of(shown.address, with_phone=True) if shown else []
