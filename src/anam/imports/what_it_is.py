"""What a file holds that is not what it was said to be, told from the names of its columns or fields."""

from collections.abc import Iterable

# The first of which all names are there, in small letters.
_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("draft orders", ("draft_orders",)),
    ("draft orders", ("draft_order",)),
    ("draft orders", ("invoice_url",)),
    ("draft orders", ("invoice_sent_at",)),
    ("abandoned checkouts", ("checkouts",)),
    ("abandoned checkouts", ("checkout",)),
    ("abandoned checkouts", ("abandoned_checkout_url",)),
    ("abandoned checkouts", ("recovery_url",)),
    ("quotes", ("quotes",)),
    ("quotes", ("quote",)),
    ("quotes", ("quote_number",)),
    ("carts", ("carts",)),
    ("carts", ("cart",)),
    ("subscriptions", ("billing_period", "billing_interval")),
    ("refunds", ("refund_line_items",)),
    ("stock at places", ("handle", "location")),
    ("products", ("products",)),
    ("products", ("handle", "title")),
    ("products", ("url handle", "title")),
    ("products", ("handle", "variant sku")),
    ("products", ("variants", "title")),
    ("products", ("regular_price", "stock_status")),
    ("products", ("retail_price_cents",)),
    ("products", ("product id", "product name")),
    ("customers", ("customers",)),
    ("customers", ("orders_count", "total_spent")),
    ("customers", ("is_paying_customer",)),
    ("customers", ("customer id", "total spent")),
    ("customers", ("first name", "last name", "total orders")),
    ("customers", ("first name", "last name", "email")),
    ("discount codes", ("code", "times used")),
    ("payouts", ("payout date",)),
    ("payments", ("payment method name", "transaction id")),
    ("payments", ("gateway", "kind", "amount")),
    ("Shopify's orders", ("name", "financial status", "lineitem name")),
    ("Shopify's orders", ("financial_status", "line_items")),
    ("WooCommerce's orders", ("order_key", "line_items")),
    ("Faire's orders", ("display_id", "state", "items")),
    ("Olist's orders", ("order_purchase_timestamp",)),
)


# These look like orders in all that an order needs.
LIKE_ORDERS = frozenset(("draft orders", "abandoned checkouts", "quotes", "carts", "subscriptions"))


def what_it_is(names: Iterable[str]) -> str:
    """Such as "draft orders"; "" where nothing tells."""
    there = {name.casefold() for name in names}
    return next((what for what, signs in _SIGNS if there.issuperset(signs)), "")


def in_words(names: Iterable[str], *, but: str) -> str:
    """A sentence with a space before it; nothing where nothing tells, or where it is what it was taken for."""
    what = what_it_is(names)
    return f" It seems to hold {what}." if what and what != but else ""
