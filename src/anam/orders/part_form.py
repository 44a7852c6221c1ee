"""Reads what a maker sends to decline a part of an order; decides nothing."""

from dataclasses import dataclass, field

from django.http import QueryDict

from anam.orders.forms import DeclineForm, WishForm


@dataclass(frozen=True)
class PartForm:
    """What the pop-up takes too, and how many of which line are to go, as they were typed."""

    decline: DeclineForm = field(default_factory=DeclineForm)
    typed: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, posted: QueryDict) -> "PartForm":
        return cls(DeclineForm.read(posted), WishForm.read(posted).typed)

    @property
    def quantities(self) -> dict[int, int]:
        """How many of which line, by its id; lines of which none go are left out."""
        return {pk: number for pk, number in self._wish.quantities.items() if number}

    @property
    def wrong(self) -> str:
        """A number that cannot be understood: nothing is guessed."""
        return self._wish.wrong

    @property
    def _wish(self) -> WishForm:
        return WishForm("part", "", self.typed)
