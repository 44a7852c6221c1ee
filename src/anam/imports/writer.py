"""One attempt to write some plain orders, in a savepoint of its own: all of them, or an error of the database."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from anam.bulk import insert
from anam.clock import database_now
from anam.coded import Worded
from anam.imports.changes import changes, facts_of
from anam.imports.models import Told
from anam.imports.outcomes import Outcome, Result, refused
from anam.imports.parsed import ParsedOrder, Unreadable
from anam.imports.parties import Buyers, make_makers, same_maker
from anam.imports.parts import Part, parts_of
from anam.imports.past_cancellations import cancel_in_the_past, reason_for, reasons, write_history
from anam.imports.payments import kept_there, write_payments
from anam.imports.placing import Placed, ToPlace, place_all
from anam.imports.seen import Seen
from anam.people.models import Maker, User
from anam.policy.models import Reason, current_policy


@dataclass(frozen=True)
class Before:
    """What which source said of an order when it came in, and its status here now."""

    source: str
    facts: dict[str, Any]
    here: str


@dataclass(frozen=True)
class Origin:
    """Which system orders come from, and under which names it may have come before."""

    source: str
    same_as: tuple[str, ...]


@dataclass(frozen=True)
class _Told:
    maker_id: int
    order_id: int
    source: str
    identity: str
    facts: str


class OrderWriter:
    """One attempt to write some orders, in its own savepoint. `seen`: what a dry run has come across before."""

    def __init__(
        self,
        origin: Origin,
        *,
        only_for: Maker | None,
        by: User | None,
        makers: dict[str, Maker],
        seen: Seen | None = None,
    ) -> None:
        self._origin, self._only_for, self._by, self.makers, self._seen = origin, only_for, by, makers, seen
        self._now = database_now()
        self._new_makers: dict[str, str] = {}
        self._new_buyers: dict[str, str] = {}

    def write(self, parsed_orders: list[ParsedOrder]) -> list[Result]:
        parts = {parsed.known_by: parts_of(parsed) for parsed in parsed_orders}
        there, known = self._already_there(parsed_orders), reasons()
        seen = self._seen.said_of([key for parsed in parsed_orders for key in _keys(parsed)]) if self._seen else {}
        results: dict[str, Result] = {}
        for parsed in parsed_orders:
            try:
                before = self._before(parts[parsed.known_by], there.get(parsed.known_by, {}))
                if before := before or next((Before(**seen[key]) for key in _keys(parsed) if key in seen), None):
                    results[parsed.known_by] = already_there(parsed, before, source=self._origin.source)
                else:
                    self._refuse(parsed, known)
            except Unreadable as wrong:
                results[parsed.known_by] = refused(parsed, wrong.words)
        new = [parsed for parsed in parsed_orders if parsed.known_by not in results]
        if new:
            results |= self._place(new, parts, known)
        return [results[parsed.known_by] for parsed in parsed_orders]

    def _already_there(self, parsed_orders: list[ParsedOrder]) -> dict[str, dict[int, Before]]:
        """By what an order is known by: the makers who have it, with what was said of it when it came in."""
        known = Told.objects.filter(
            maker__in=list(self.makers.values()),
            source__in=self._origin.same_as,
            identity__in=[parsed.known_by for parsed in parsed_orders],
        ).order_by("id")
        found: dict[str, dict[int, Before]] = {}
        for row in known.values("identity", "maker_id", "source", "facts", "order__status"):
            before = Before(row["source"], row["facts"], row["order__status"])
            found.setdefault(row["identity"], {})[row["maker_id"]] = before
        return found

    def _before(self, parts: list[Part], there: dict[int, Before]) -> Before | None:
        """It was written whole: where one maker has it all do, even if a name has changed over there since."""
        makers = (self.makers.get(same_maker(part.lines[0].maker)) for part in parts)
        return next((there[maker.pk] for maker in makers if maker and maker.pk in there), None)

    def _refuse(self, parsed: ParsedOrder, known: dict[str, Reason]) -> None:
        times = (
            ("placed", parsed.placed_at),
            ("accepted", parsed.accepted_at),
            ("shipped", parsed.shipped_at),
            ("completed", parsed.completed_at),
            ("cancelled", parsed.cancelled_at),
        )
        for what, at in times:
            if at and at > self._now:
                raise Unreadable(f"{what}_to_come", at=f"{at:%Y-%m-%d %H:%M:%S}")
        if parsed.cancelled_at and reason_for(parsed.cancel_reason, known) is None:
            raise Unreadable("reason_missing", reason=parsed.cancel_reason)
        if self._only_for is None:
            return
        for line in parsed.lines:
            maker = self.makers.get(same_maker(line.maker))
            if maker is None or maker.pk != self._only_for.pk:
                raise Unreadable("order_of_another", maker=line.maker, own=str(self._only_for))

    def _place(
        self, parsed_orders: list[ParsedOrder], parts: dict[str, list[Part]], known: dict[str, Reason]
    ) -> dict[str, Result]:
        self._make_makers(parsed_orders)
        buyers = Buyers(only_for=self._only_for, now=self._now).found_or_made(
            [parsed.buyer for parsed in parsed_orders]
        )
        wanted = [
            ToPlace(parsed, part, self.makers[same_maker(part.lines[0].maker)], buyers[parsed.buyer])
            for parsed in parsed_orders
            for part in parts[parsed.known_by]
        ]
        placed = place_all(wanted, source=self._origin.source, policy=current_policy())
        write_payments(placed, source=self._origin.source, now=self._now)
        cancelled = [one for one in placed if one.was.parsed.cancelled_at]
        if cancelled:
            cancel_in_the_past(cancelled, known=known)
        insert(
            Told,
            [
                _Told(
                    maker_id=one.maker_id,
                    order_id=one.id,
                    source=self._origin.source,
                    identity=one.was.parsed.known_by,
                    facts=json.dumps(facts_of(one.was.parsed)),
                )
                for one in placed
            ],
        )
        write_history(placed, source=self._origin.source, known=known, now=self._now, by=self._by)
        for parsed in parsed_orders:
            if buyers[parsed.buyer].new:
                self._new_buyers.setdefault(buyers[parsed.buyer].key, parsed.known_by)
        return self._results(placed)

    def _make_makers(self, parsed_orders: list[ParsedOrder]) -> None:
        missing: dict[str, tuple[str, str, str]] = {}
        for parsed in parsed_orders:
            for line in parsed.lines:
                key = same_maker(line.maker)
                if key not in self.makers and key not in missing:
                    missing[key] = line.maker, parsed.currency, line.place
                    self._new_makers[key] = parsed.known_by
        if missing:
            self.makers |= make_makers(missing)

    def _results(self, placed: list[Placed]) -> dict[str, Result]:
        statuses: dict[str, list[str]] = {}
        notes: dict[str, list[Worded]] = {}
        for one in placed:
            notes.setdefault(one.was.parsed.known_by, []).extend(filter(None, [kept_there(one)]))
            statuses.setdefault(one.was.parsed.known_by, []).append(one.was.status.value)
        first = {one.was.parsed.known_by: one.was.parsed for one in placed}
        return {
            identity: Result(
                parsed.line_number,
                parsed.name,
                Outcome.IMPORTED,
                statuses=tuple(statuses[identity]),
                notes=(*parsed.notes, *notes[identity]),
                new_makers=len(_of(parsed, self._new_makers)),
                new_buyers=len(_of(parsed, self._new_buyers)),
            )
            for identity, parsed in first.items()
        }

    def as_seen_first(self, parsed_orders: list[ParsedOrder], results: list[Result], seen: Seen) -> list[Result]:
        """What a dry run says: who came with an order before would be there by then. The orders are from now on."""
        makers = seen.new_among([f"maker:{key}" for key in self._new_makers])
        buyers = seen.new_among([f"buyer:{key}" for key in self._new_buyers])
        told, by_key = [], {}
        for parsed, result in zip(parsed_orders, results, strict=True):
            new_makers = sum(f"maker:{key}" in makers for key in _of(parsed, self._new_makers))
            new_buyers = sum(f"buyer:{key}" in buyers for key in _of(parsed, self._new_buyers))
            told.append(replace(result, new_makers=new_makers, new_buyers=new_buyers))
            for key, status in zip(_keys(parsed), result.statuses, strict=False):
                by_key[key] = asdict(Before(self._origin.source, facts_of(parsed), status))
        seen.add(by_key)
        return told


def already_there(parsed: ParsedOrder, before: Before, *, source: str) -> Result:
    """It came in before; where it has changed there since, that is said."""
    notes = changes(before.facts, facts_of(parsed), same_source=before.source == source, here=before.here)
    return Result(parsed.line_number, parsed.name, Outcome.ALREADY_THERE, notes=notes)


def _keys(parsed: ParsedOrder) -> list[str]:
    """Under which a dry run has come across it: one for each of its makers."""
    return [
        f"order:{maker}:{parsed.known_by}" for maker in dict.fromkeys(same_maker(one.maker) for one in parsed.lines)
    ]


def _of(parsed: ParsedOrder, new: dict[str, str]) -> list[str]:
    """Those that came with `parsed`."""
    return [key for key, identity in new.items() if identity == parsed.known_by]
