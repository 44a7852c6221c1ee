"""Writing plain orders into Anam, some hundred at once: each whole or not at all, and each only once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, transaction

from anam.imports.outcomes import Result, refused
from anam.imports.parsed import BadRow, ParsedOrder
from anam.imports.parties import known_makers, same_maker
from anam.imports.seen import Seen
from anam.imports.sentences import words
from anam.imports.writer import OrderWriter, Origin
from anam.people.models import Maker, User
from anam.sql import execute

AT_ONCE = 250
MAX_REMEMBERED = 20_000


@dataclass
class Importer:
    """`only_for`: a maker who brings in their own orders, and no one else's, by the hand of `by`. `only_try` undoes it
    all again.
    """

    origin: Origin
    only_for: Maker | None = None
    by: User | None = None
    only_try: bool = False
    _makers: dict[str, Maker] = field(default_factory=dict)
    _seen: Seen | None = None

    def write(self, batch: Sequence[ParsedOrder | BadRow]) -> list[Result]:
        """Write a batch as one order for each of their makers, in one transaction (or the caller's).

        What cannot be true or cannot be kept is refused, with nothing of it written; what is there is left as it is.
        """
        with transaction.atomic():
            self._one_import_at_a_time()
            if self.only_try:
                self._seen = self._seen or Seen()
            found = {id(one): refused(one, one.why) for one in batch if isinstance(one, BadRow)}
            parsed_orders = [one for one in batch if isinstance(one, ParsedOrder)]
            for group in _without_duplicates(parsed_orders):
                found |= {id(parsed): result for parsed, result in zip(group, self._try(group), strict=True)}
        return [found[id(one)] for one in batch]

    def _one_import_at_a_time(self) -> None:
        """Two imports that run at once wait for each other's batch: neither makes the same maker or order again."""
        execute("SELECT pg_advisory_xact_lock(hashtext('anam.imports'))")

    def _try(self, parsed_orders: list[ParsedOrder]) -> list[Result]:
        """All of them; where the database refuses one, each half by itself, so that only that one is refused."""
        try:
            with transaction.atomic():
                makers = self._remembered([line.maker for parsed in parsed_orders for line in parsed.lines])
                writer = OrderWriter(self.origin, only_for=self.only_for, by=self.by, makers=makers, seen=self._seen)
                results = writer.write(parsed_orders)
                if self.only_try:
                    transaction.set_rollback(True)
        except (DataError, IntegrityError) as error:
            if len(parsed_orders) == 1:
                return [refused(parsed_orders[0], words("database_refused", error=str(error).splitlines()[0]))]
            middle = len(parsed_orders) // 2
            return [*self._try(parsed_orders[:middle]), *self._try(parsed_orders[middle:])]
        if self.only_try and self._seen:
            return writer.as_seen_first(parsed_orders, results, self._seen)
        self._remember(writer.makers)
        return results

    def _remember(self, makers: dict[str, Maker]) -> None:
        if len(self._makers) > MAX_REMEMBERED:
            self._makers.clear()
        self._makers |= makers

    def _remembered(self, names: Collection[str]) -> dict[str, Maker]:
        """The makers of these names that there are, by `same_maker`."""
        keys = {same_maker(name): name for name in reversed(list(names))}
        found = {key: self._makers[key] for key in keys if key in self._makers}
        if asked := [name for key, name in keys.items() if key not in found]:
            ids = known_makers(asked)
            makers = Maker.objects.in_bulk(ids.values())
            found |= {key: makers[pk] for key, pk in ids.items()}
        return found


def _without_duplicates(parsed_orders: list[ParsedOrder]) -> list[list[ParsedOrder]]:
    """Parted such that no order is twice in a group: what comes again finds the first one there."""
    groups: list[list[ParsedOrder]] = []
    seen: set[str] = set()
    for parsed in parsed_orders:
        if not groups or parsed.known_by in seen:
            groups.append([])
            seen.clear()
        seen.add(parsed.known_by)
        groups[-1].append(parsed)
    return groups
