from django.db import transaction

from anam.catalog.models import ShippingRate
from anam.people.models import Maker
from anam.postal.countries import is_country
from anam.refusals import Refused

MAX_SHIPPING = 10**9


@transaction.atomic
def set_shipping_rate(maker: Maker, *, country: str, shipping: int | None) -> None:
    """Say that `maker` ships to `country` ("": everywhere else), and what an order's shipping costs there at most.

    In minor units of their storefront's currency; None: not there any more. With the first one they ship only where
    they say so. Baskets see it at once, placed orders never. Raises Refused ("no_such_country", "shipping_wrong").
    """
    if country and not is_country(country):
        raise Refused.because("no_such_country", "Choose a country.")
    if shipping is None:
        ShippingRate.objects.filter(maker=maker, country=country).delete()
        return
    if not 0 <= shipping <= MAX_SHIPPING:
        raise Refused.because("shipping_wrong", "Say what it costs at most, as a sum of money.")
    ShippingRate.objects.update_or_create(maker=maker, country=country, defaults={"shipping": shipping})
