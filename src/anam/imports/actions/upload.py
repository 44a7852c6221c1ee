from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from anam.clock import database_now
from anam.imports.actions.queue_import import queue_import
from anam.imports.exports import zone_called
from anam.imports.formats import KINDS
from anam.imports.models import Import
from anam.imports.parsed import UnusableFile
from anam.imports.uploads import keep_pieces
from anam.people.models import Maker, User
from anam.refusals import Refused

MAX_BYTES = 200_000_000


@dataclass(frozen=True)
class Sent:
    """A file as it was sent: `chunks` are its bytes."""

    name: str
    size: int
    chunks: Iterable[bytes]


def upload(file: Sent | None, *, maker: Maker, by: User, key: UUID, kind: str, time_zone: str) -> Import:
    """Keep a maker's file and have it looked through; nothing is imported yet. `kind` is as in "order:shopify-csv".

    The same form sent twice is one import. Raises Refused where it is no file that could be one.
    """
    what, _, format = kind.partition(":")
    if (what, format) not in {(what, name) for what, name, _ in KINDS}:
        raise Refused.because("format_unknown", "Say where the file comes from.")
    if time_zone:
        try:
            zone_called(time_zone)
        except UnusableFile as wrong:
            raise Refused.because("zone_unknown", str(wrong)) from wrong
    if file is None or file.size == 0:
        raise Refused.because("file_missing", "Choose a file. What was sent is empty.")
    if file.size > MAX_BYTES:
        raise Refused.because(
            "file_too_large",
            f"That file has {file.size // 1_000_000:,} MB, and {MAX_BYTES // 1_000_000:,} MB is the most that can be "
            "sent here. Export it in parts, or ask support to bring it in.",
        )
    with transaction.atomic():
        one, is_new = Import.objects.get_or_create(
            maker=maker,
            key=key,
            defaults={
                "by": by,
                "what": what,
                "format": format,
                "time_zone": time_zone,
                "file_name": _tidy(file.name),
                "size": file.size,
                "asked_at": database_now(),
            },
        )
        if is_new:
            keep_pieces(one, file.chunks)
            queue_import(one)
    return one


def _tidy(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable())[-200:] or "a file"
