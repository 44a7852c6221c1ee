"""One attempt to write some plain orders, in a savepoint of its own: all of them, or an error of the database."""

from dataclasses import dataclass, replace

from django.db import connection

from anam.clock import database_now
from anam.imports.aftermath import cancel_in_the_past, reason_for, reasons, write_history
from anam.imports.outcomes import Outcome, Result, refused
from anam.imports.parties import Buyers, make_makers, same_maker
from anam.imports.parts import Part, parts_of
from anam.imports.payments import write_payments
from anam.imports.placing import Placed, ToPlace, place_all
from anam.imports.plain import PlainOrder, Unreadable
from anam.imports.seen import Seen
from anam.orders.models import Reason
from anam.orders.policy import current_policy
from anam.people.models import Maker, User


@dataclass(frozen=True)
class Origin:
    """Which system orders come from, and under which names it may have come before."""

    source: str
    same_as: tuple[str, ...]


class Writing:
    """One attempt to write some orders, in its own savepoint."""

    def __init__(self, origin: Origin, *, only_for: Maker | None, by: User | None, makers: dict[str, Maker]) -> None:
        self._origin, self._only_for, self._by, self.makers = origin, only_for, by, makers
        self._now = database_now()
        self._new_makers: dict[str, str] = {}
        self._new_buyers: dict[str, str] = {}

    def write(self, plains: list[PlainOrder]) -> list[Result]:
        parts = {plain.reference: parts_of(plain) for plain in plains}
        there, known = self._already_there(plains), reasons()
        results: dict[str, Result] = {}
        for plain in plains:
            try:
                if self._is_there(parts[plain.reference], there.get(plain.reference, set())):
                    results[plain.reference] = Result(plain.line_number, plain.name, Outcome.ALREADY_THERE)
                else:
                    self._refuse(plain, known)
            except Unreadable as wrong:
                results[plain.reference] = refused(plain, str(wrong))
        new = [plain for plain in plains if plain.reference not in results]
        if new:
            results |= self._place(new, parts, known)
        return [results[plain.reference] for plain in plains]

    def _already_there(self, plains: list[PlainOrder]) -> dict[str, set[int]]:
        """By reference, the makers who have such an order."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reference, maker_id FROM orders_order"
                " WHERE maker_id = ANY (%s) AND source = ANY (%s) AND reference = ANY (%s)",
                [[maker.pk for maker in self.makers.values()], list(self._origin.same_as),
                 [plain.reference for plain in plains]],
            )  # fmt: skip
            found: dict[str, set[int]] = {}
            for reference, maker in cursor.fetchall():
                found.setdefault(reference, set()).add(maker)
        return found

    def _is_there(self, parts: list[Part], there: set[int]) -> bool:
        """It was written whole: where one maker has it all do, even if a name has changed over there since."""
        makers = (self.makers.get(same_maker(part.lines[0].maker)) for part in parts)
        return any(maker.pk in there for maker in makers if maker)

    def _refuse(self, plain: PlainOrder, known: dict[str, Reason]) -> None:
        times = (
            ("placed", plain.placed_at), ("accepted", plain.accepted_at), ("shipped", plain.shipped_at),
            ("completed", plain.completed_at), ("cancelled", plain.cancelled_at),
        )  # fmt: skip
        for what, at in times:
            if at and at > self._now:
                raise Unreadable(f"It was {what} at {at:%Y-%m-%d %H:%M:%S} UTC, which is still to come.")
        if plain.cancelled_at and reason_for(plain.cancel_reason, known) is None:
            raise Unreadable(f"It is cancelled, and the reason “{plain.cancel_reason}” is missing in the database.")
        if self._only_for is None:
            return
        for line in plain.lines:
            maker = self.makers.get(same_maker(line.maker))
            if maker is None or maker.pk != self._only_for.pk:
                raise Unreadable(f"It is of another maker, “{line.maker}”: you bring in orders of {self._only_for}.")

    def _place(
        self, plains: list[PlainOrder], parts: dict[str, list[Part]], known: dict[str, Reason]
    ) -> dict[str, Result]:
        self._make_makers(plains)
        buyers = Buyers(only_for=self._only_for, now=self._now).found_or_made([plain.buyer for plain in plains])
        wanted = [
            ToPlace(plain, part, self.makers[same_maker(part.lines[0].maker)], buyers[plain.buyer])
            for plain in plains
            for part in parts[plain.reference]
        ]
        placed = place_all(wanted, source=self._origin.source, policy=current_policy())
        paid = write_payments(placed, now=self._now)
        cancelled = [one for one in placed if one.was.plain.cancelled_at]
        if cancelled:
            cancel_in_the_past(cancelled, paid, known=known, now=self._now)
        write_history(placed, source=self._origin.source, known=known, now=self._now, by=self._by)
        for plain in plains:
            if buyers[plain.buyer].new:
                self._new_buyers.setdefault(plain.buyer.email or plain.buyer.name, plain.reference)
        return self._results(placed)

    def _make_makers(self, plains: list[PlainOrder]) -> None:
        missing: dict[str, tuple[str, str, str]] = {}
        for plain in plains:
            for line in plain.lines:
                key = same_maker(line.maker)
                if key not in self.makers and key not in missing:
                    missing[key] = line.maker, plain.currency, line.place
                    self._new_makers[key] = plain.reference
        if missing:
            self.makers |= make_makers(missing)

    def _results(self, placed: list[Placed]) -> dict[str, Result]:
        statuses: dict[str, list[str]] = {}
        for one in placed:
            statuses.setdefault(one.was.plain.reference, []).append(one.was.status.value)
        first = {one.was.plain.reference: one.was.plain for one in placed}
        return {
            reference: Result(
                plain.line_number,
                plain.name,
                Outcome.IMPORTED,
                statuses=tuple(statuses[reference]),
                new_makers=len(_of(plain, self._new_makers)),
                new_buyers=len(_of(plain, self._new_buyers)),
            )
            for reference, plain in first.items()
        }

    def as_seen_first(self, plains: list[PlainOrder], results: list[Result], seen: Seen) -> list[Result]:
        """What a dry run says: what it had come across before would be there by then."""
        orders = {one.reference: f"order:{same_maker(one.lines[0].maker)}:{one.reference}" for one in plains}
        would_be = {one.reference for one, result in zip(plains, results, strict=True) if result.statuses}
        new = seen.new_among([orders[reference] for reference in would_be])
        makers = seen.new_among([f"maker:{key}" for key in self._new_makers])
        buyers = seen.new_among([f"buyer:{key}" for key in self._new_buyers])
        told = []
        for plain, result in zip(plains, results, strict=True):
            if result.statuses and orders[plain.reference] not in new:
                told.append(Result(plain.line_number, plain.name, Outcome.ALREADY_THERE))
                continue
            new_makers = sum(f"maker:{key}" in makers for key in _of(plain, self._new_makers))
            new_buyers = sum(f"buyer:{key}" in buyers for key in _of(plain, self._new_buyers))
            told.append(replace(result, new_makers=new_makers, new_buyers=new_buyers))
        return told


def _of(plain: PlainOrder, new: dict[str, str]) -> list[str]:
    """Those that came with `plain`."""
    return [key for key, reference in new.items() if reference == plain.reference]
