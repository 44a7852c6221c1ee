"""Where an export is read from: a file on this machine, or one that was uploaded. Read in pieces, never whole."""

import codecs
import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from anam.imports.parsed import UnusableFile


class Source:
    """A file that can be opened more than once, and that knows how far it has been read. `open_raw` opens it.

    `encoding` is what it is written in; whoever reads it gets UTF-8.
    """

    def __init__(self, name: str, *, size: int, open_raw: Callable[[], io.RawIOBase]) -> None:
        self.name, self.size, self._open_raw = name, size, open_raw
        self.position, self.encoding = 0, "utf-8"

    def open(self) -> BinaryIO:
        """From its beginning, as bytes."""
        self.position = 0
        raw: io.RawIOBase = _Counted(self._open_raw(), self)
        return io.BufferedReader(raw if self.encoding == "utf-8" else _InUtf8(raw, self.encoding), 1 << 16)

    def open_text(self) -> io.TextIOWrapper:
        """From its beginning, as text in UTF-8, line ends as they are."""
        return io.TextIOWrapper(self.open(), encoding="utf-8-sig", newline="")


class _Counted(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, source: Source) -> None:
        self._raw, self._source = raw, source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        read = self._raw.readinto(buffer) or 0
        self._source.position += read
        return read

    def close(self) -> None:
        self._raw.close()
        super().close()


class _InUtf8(io.RawIOBase):
    """What `raw` says in another encoding."""

    def __init__(self, raw: io.RawIOBase, encoding: str) -> None:
        self._raw, self._decoder = raw, codecs.getincrementaldecoder(encoding)()
        self._rest, self._ended = memoryview(b""), False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._rest and not self._ended:
            piece = self._raw.read(1 << 16) or b""
            self._ended = not piece
            self._rest = memoryview(self._decoder.decode(piece, final=self._ended).encode())
        length = min(len(buffer), len(self._rest))
        buffer[:length] = self._rest[:length]
        self._rest = self._rest[length:]
        return length

    def close(self) -> None:
        self._raw.close()
        super().close()


def file_at(path: Path) -> Source:
    """The file at `path`. Raises UnusableFile where there is none that can be read."""
    try:
        if path.is_dir():
            raise UnusableFile("is_a_folder", file=str(path))
        if not path.is_file():
            raise UnusableFile("no_file", file=str(path))
        path.open("rb").close()
        size = path.stat().st_size
    except OSError as error:
        raise UnusableFile("file_unreadable", file=str(path), error=error.strerror) from error
    except ValueError as error:
        raise UnusableFile("no_file_name", error=str(error)) from error
    if size == 0:
        raise UnusableFile("file_empty", file=str(path))
    return Source(str(path), size=size, open_raw=lambda: io.FileIO(path))
