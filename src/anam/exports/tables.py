"""The same rows as tables: a column for each fact, money in minor units, as the header says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from anam.postal.address import FIELDS

Item = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """`columns` are header and what stands below it."""

    columns: tuple[tuple[str, Callable[[Item], Any]], ...]

    @property
    def header(self) -> list[str]:
        return [name for name, _ in self.columns]

    def rows(self, items: Iterable[Item]) -> Iterator[list[Any]]:
        for item in items:
            yield [_cell(read(item)) for _, read in self.columns]


def _cell(value: Any) -> Any:
    return "" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def plain(*names: str) -> tuple[tuple[str, Callable[[Item], Any]], ...]:
    """Columns that are called as the facts in them."""
    return tuple((name, lambda item, name=name: item[name]) for name in names)


def _money(within: str, *names: str) -> tuple[tuple[str, Callable[[Item], Any]], ...]:
    return tuple(
        (f"{within if name == 'amount' else name} (minor units)", lambda item, name=name: item[within][name])
        for name in names
    )


def _goods(item: Item) -> str:
    return "; ".join(
        f"{line['quantity']} × {line['title']}" + (f" ({line['sku']})" if line["sku"] else "") for line in item["lines"]
    )


def _ship_to() -> tuple[tuple[str, Callable[[Item], Any]], ...]:
    return tuple((f"ship_to_{name}", lambda item, name=name: (item["ship_to"] or {}).get(name)) for name in FIELDS)


ORDERS = Table(
    (
        *plain(
            "number",
            "status",
            "maker",
            "buyer",
            "buyer_name",
            "placed_at",
            "decline_by",
            "accepted_at",
            "shipped_at",
            "completed_at",
            "contacted_at",
            "contacted_how",
            "currency",
        ),
        *_money("totals", "items", "discount", "shipping", "shipping_charged", "tax", "total", "removed", "due"),
        ("payment", lambda item: item["payment"]["status"]),
        *_money("payment", "authorised", "captured", "refunded"),
        *plain("carrier", "tracking", "source", "reference", "cancelled_at", "cancelled_because"),
        ("lines", _goods),
        *_ship_to(),
    )
)
DECLINES = Table(
    (
        *plain(
            "order",
            "maker",
            "buyer",
            "of",
            "at",
            "by",
            "on_behalf_of",
            "reason",
            "reason_words",
            "fault",
            "counts",
            "in_time",
            "explanation",
            "note",
            "currency",
        ),
        ("money_back", lambda item: item["money_back"]["how"]),
        *_money("money_back", "amount"),
        ("lines", _goods),
    )
)
FIGURES = Table(
    plain(
        "maker",
        "maker_name",
        "until",
        "orders",
        "shipped",
        "unanswered_past_the_window",
        "declined_by_the_maker",
        "declined_late",
        "declined_not_counted",
        "wished_by_the_buyer",
        "lines_declined_in_part",
        "pieces_declined_in_part",
        "share_declined",
    )
)
