"""A file that was uploaded: kept in the database in pieces, because web and worker keep nothing of their own."""

import io
from collections.abc import Iterable

from anam.imports.models import Import, Piece
from anam.imports.sources import Source
from anam.jobs import still_at_it

PIECE = 256 * 1024


def keep_pieces(one: Import, chunks: Iterable[bytes]) -> None:
    """Write the bytes of `chunks` as they come: no more than a piece of them is in memory."""
    number, rest = 0, b""
    for chunk in chunks:
        rest += chunk
        while len(rest) >= PIECE:
            Piece.objects.create(of=one, number=number, content=rest[:PIECE])
            number, rest = number + 1, rest[PIECE:]
    if rest:
        Piece.objects.create(of=one, number=number, content=rest)


def uploaded(one: Import) -> Source:
    """The file of `one`, to be read."""
    return Source(one.file_name, size=one.size, open_raw=lambda: _Pieces(one))


class _Pieces(io.RawIOBase):
    def __init__(self, one: Import) -> None:
        self._of, self._number, self._rest = one, 0, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            found = self._of.pieces.filter(number=self._number).values_list("content", flat=True).first()
            self._rest, self._number = memoryview(found or b""), self._number + 1
            still_at_it()
        length = min(len(buffer), len(self._rest))
        buffer[:length] = self._rest[:length]
        self._rest = self._rest[length:]
        return length
