"""In what characters a file is written: UTF-8, or what spreadsheets and older programs write in its place."""

import codecs
import re
from typing import BinaryIO

from anam.imports.parsed import UnusableFile
from anam.imports.sources import Source

_PIECE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_SEVERAL_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(0x80, 0x100))
_NOT_IN_WINDOWS = b"\0\x81\x8d\x8f\x90\x9d"


def settle_encoding(source: Source) -> None:
    """Have `source` read as it is written. Raises UnusableFile for what begins as UTF-16 and is none.

    What is neither UTF-8 nor Windows-1252 stays as it is: who reads it finds where it is broken. A file in UTF-8 with
    a broken byte is not taken for Windows-1252, which can make something of almost every byte.
    """
    with source.open() as file:
        encoding = _of_the_beginning(file.read(4))
    if encoding:
        try:
            with source.open() as file:
                _decode(file, encoding)
        except UnicodeError:
            raise UnusableFile("file_broken", file=source.name, encoding=encoding.upper()) from None
        source.encoding = encoding
        return
    try:
        with source.open() as file:
            _decode(file, "utf-8")
    except UnicodeDecodeError:
        with source.open() as file:
            source.encoding = "windows-1252" if _is_windows(file) else "utf-8"


def _of_the_beginning(head: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")
    if marked or len(head) < 4:
        return marked
    if 0 not in (head[0], head[2]) and head[1] == head[3] == 0:
        return "utf-16-le"
    return "utf-16-be" if head[0] == head[2] == 0 and 0 not in (head[1], head[3]) else ""


def _decode(file: BinaryIO, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    while piece := file.read(_PIECE):
        decoder.decode(piece)
    decoder.decode(b"", final=True)


def _is_windows(file: BinaryIO) -> bool:
    several = high = 0
    while piece := file.read(_PIECE):
        if piece.translate(None, delete=_NOT_IN_WINDOWS) != piece:
            return False
        found = _SEVERAL_BYTES.findall(piece)
        several += len(found)
        high += len(piece) - len(piece.translate(None, delete=_HIGH)) - sum(map(len, found))
    return several * 10 < high
