"""Who wrote an e-mail. Headers are parsed first and decoded after: a comma in somebody's name parts no addresses."""

import re
from email.message import Message

from anam.mail.headers import decoded_header, raw_header
from anam.words import visible

MAX_ADDRESS_LENGTH = 254
# More than one person's name and address need, encoded; each letter more may cost as much time as all before it.
_MAX_LINE_LENGTH = 4_000
_MAX_LINES = 3
_QUOTED = r'"(?:[^"\\]|\\.){0,2000}"'
_TOKENS = re.compile(rf"{_QUOTED}|<[^<>]{{0,2000}}>|\([^()]{{0,2000}}\)|[,;]|[^\"<>(),;]+|.", re.DOTALL)
_ADDRESS = re.compile(r"[^\s@<>()\",;:\\\[\]]+@[^\s@<>()\",;:\\\[\]]+")
_IN_BRACKETS = re.compile(rf"(?:{_QUOTED}|[^\s@<>()\",;]+)@[^\s@<>()\",;]+")


def sender_of(message: Message) -> tuple[str, str]:
    """Name and address (in lower case) of the one who wrote it; nothing where From names nobody, or several."""
    lines = [raw_header(line) for line in message.get_all("From", [])]
    if len(lines) > _MAX_LINES or any(len(line) > _MAX_LINE_LENGTH for line in lines):
        return "", ""
    named = [mailboxes(line) for line in lines]
    if not all(named):
        return "", ""
    people = [one for line in named for one in line]
    if not people or len({address for _, address in people}) != 1:
        return "", ""
    return next((one for one in people if one[0]), people[0])


def mailboxes(line: str) -> list[tuple[str, str]]:
    """The people whom a line of addresses, not decoded, names: their names, and addresses in lower case."""
    return _mailboxes(line) or _mailboxes(decoded_header(line))


def _mailboxes(line: str) -> list[tuple[str, str]]:
    """Programs write names with commas and addresses in them, without quotes: what stands in brackets is the address.

    Before it, only a whole address between two commas is another mailbox.
    """
    found: list[tuple[str, str]] = []
    pieces: list[str] = []
    comment = ""
    for token in [*_TOKENS.findall(line[:_MAX_LINE_LENGTH]), ","]:
        if token.startswith("<") and (address := _in_brackets(token)):
            before, pieces = "".join(pieces), []
            others, name = _others_and_name(before)
            found += [("", other) for other in others]
            found.append((name or comment, address))
            comment = ""
        elif token.startswith("(") and len(token) > 1:
            comment = decoded_header(token[1:-1])
        else:
            pieces.append(token)
    rest = "".join(pieces)
    bare = [_plain_address(one) for one in _ADDRESS.findall(re.sub(_QUOTED, " ", rest))]
    found += [(comment if len(bare) == 1 else "", one) for one in bare if one]
    return found


def _others_and_name(before: str) -> tuple[list[str], str]:
    others = []
    parts = re.split(rf"({_QUOTED})|[,;]", before)
    whole = [part.strip() for part in parts if part]
    for part in whole[:-1] if not before.rstrip().endswith((",", ";")) else whole:
        if _ADDRESS.fullmatch(part):
            others.append(_plain_address(part))
    if others:
        before = whole[-1] if whole and not _ADDRESS.fullmatch(whole[-1]) else ""
    name = decoded_header(re.sub(r"\\(.)", r"\1", before.strip(" \t,;"))).strip("\"'< ")
    return others, name


def _in_brackets(token: str) -> str:
    inner = re.sub(r"\s", "", token.strip("<> \t")) if '"' not in token else token.strip("<> \t")
    inner = inner.rpartition(":")[2] if inner.startswith("@") else re.sub(r"(?i)^mailto:", "", inner)
    return _plain_address(inner) if _IN_BRACKETS.fullmatch(inner) else ""


def _plain_address(address: str) -> str:
    whole = address.strip(".'").encode("utf-8", "surrogateescape").decode("utf-8", "ignore")
    address = "".join(visible(whole).split()).lower()
    return address if "@" in address and len(address) <= MAX_ADDRESS_LENGTH else ""
