"""Place so many orders through Oscar's own checkout code, with their stock allocated: python -m shop.place ORDERS."""

import sys
from decimal import Decimal

import django

PRODUCTS = 400
STAFF = 8


def main(orders: int) -> None:
    django.setup()
    from django.contrib.auth import get_user_model
    from django.contrib.sites.models import Site
    from django.db import transaction
    from oscar.test.factories import CountryFactory, create_product

    Site.objects.update_or_create(id=1, defaults={"domain": "127.0.0.1", "name": "Bench"})
    people = get_user_model().objects
    for number in range(STAFF):
        people.create_user(f"staff{number}", f"staff{number}@bench.test", "bench", is_staff=True, is_superuser=True)
    buyers = [people.create_user(f"shop{number}", f"shop{number}@bench.test") for number in range(50)]
    with transaction.atomic():
        country = CountryFactory()
        products = [
            create_product(upc=f"SKU-{n}", title=f"Product {n}", price=Decimal("12.50"), num_in_stock=100_000)
            for n in range(PRODUCTS)
        ]
        for number in range(1, orders + 1):
            two = [products[(2 * number + side) % PRODUCTS] for side in range(2)]
            place(number, buyers[number % len(buyers)], two, country)


def place(number: int, buyer: object, products: list, country: object) -> None:
    """Order number B-`number` of two products, two of each."""
    from oscar.core.loading import get_class
    from oscar.core.prices import Price
    from oscar.test.factories import ShippingAddressFactory, create_basket

    basket = create_basket(empty=True)
    basket.owner = buyer
    basket.save()
    for product in products:
        basket.add_product(product, quantity=2)
    shipping = Price("USD", excl_tax=Decimal(12), incl_tax=Decimal(12))
    get_class("order.utils", "OrderCreator")().place_order(
        basket=basket,
        total=get_class("checkout.calculators", "OrderTotalCalculator")().calculate(basket, shipping),
        shipping_method=get_class("shipping.methods", "Free")(),
        shipping_charge=shipping,
        user=buyer,
        shipping_address=ShippingAddressFactory(country=country),
        order_number=f"B-{number}",
    )
    basket.submit()


if __name__ == "__main__":
    main(int(sys.argv[1]))
