"""What a file holds that is not what it was said to be, told from the names of its columns or fields."""

from collections.abc import Iterable

from anam.coded import Coded, coded

# The first of which all names are there, in small letters.
_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("draft_orders", ("draft_orders",)),
    ("draft_orders", ("draft_order",)),
    ("draft_orders", ("invoice_url",)),
    ("draft_orders", ("invoice_sent_at",)),
    ("abandoned_checkouts", ("checkouts",)),
    ("abandoned_checkouts", ("checkout",)),
    ("abandoned_checkouts", ("abandoned_checkout_url",)),
    ("abandoned_checkouts", ("recovery_url",)),
    ("quotes", ("quotes",)),
    ("quotes", ("quote",)),
    ("quotes", ("quote_number",)),
    ("carts", ("carts",)),
    ("carts", ("cart",)),
    ("subscriptions", ("billing_period", "billing_interval")),
    ("refunds", ("refund_line_items",)),
    ("stock_at_places", ("handle", "location")),
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
    ("discount_codes", ("code", "times used")),
    ("payouts", ("payout date",)),
    ("payments", ("payment method name", "transaction id")),
    ("payments", ("gateway", "kind", "amount")),
    ("shopify_orders", ("name", "financial status", "lineitem name")),
    ("shopify_orders", ("financial_status", "line_items")),
    ("woocommerce_orders", ("order_key", "line_items")),
    ("faire_orders", ("display_id", "state", "items")),
    ("olist_orders", ("order_purchase_timestamp",)),
)


# These look like orders in all that an order needs.
LIKE_ORDERS = frozenset(("draft_orders", "abandoned_checkouts", "quotes", "carts", "subscriptions"))


def what_it_is(names: Iterable[str]) -> str:
    """A kind of sentences.KINDS, such as "draft_orders"; "" where nothing tells."""
    there = {name.casefold() for name in names}
    return next((what for what, signs in _SIGNS if there.issuperset(signs)), "")


def seems(names: Iterable[str], *, but: str) -> Coded:
    """The sentence that says so; nothing where nothing tells, or where it is what it was taken for."""
    what = what_it_is(names)
    return coded("seems", kind=coded(what)) if what and what != but else {}
