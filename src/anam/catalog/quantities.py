"""How many of a product a shop may order: at least its minimum, in its steps."""

from anam.catalog.models import MAX_OF_ONE, Product
from anam.catalog.sentences import QUANTITIES
from anam.coded import Worded, coded


def next_quantity(product: Product, quantity: int) -> int:
    """The least that may be ordered and is more than `quantity`; where there is none, the most."""
    return _from(product, quantity + 1) or _up_to(product, MAX_OF_ONE)


def previous_quantity(product: Product, quantity: int) -> int:
    """The most that may be ordered and is less than `quantity`; 0 where that is none."""
    return _up_to(product, quantity - 1)


def why_not_so_many(product: Product, quantity: int, *, title: str = "") -> Worded | None:
    """Why `quantity` of it cannot be ordered, with what can; None where it can. It is called `title`, or as it is."""
    if quantity >= product.minimum and quantity % product.step == 0:
        return None
    facts = {"title": title or product.title, "least": product.minimum, "step": product.step}
    if quantity < product.minimum:
        code = "below_minimum" if product.step == 1 else "below_minimum_in_steps"
        return Worded(coded(code, **facts, above=product.minimum + product.step), QUANTITIES)
    below, above = _up_to(product, quantity), _from(product, quantity)
    code = "not_in_steps" if above else "not_in_steps_at_most"
    return Worded(coded(code, **facts, below=below, above=above), QUANTITIES)


def _from(product: Product, quantity: int) -> int:
    """The least that may be ordered from `quantity` on; 0 where a basket takes no more."""
    found = max(product.minimum, -(-quantity // product.step) * product.step)
    return found if found <= MAX_OF_ONE else 0


def _up_to(product: Product, quantity: int) -> int:
    found = min(quantity, MAX_OF_ONE) // product.step * product.step
    return found if found >= product.minimum else 0
