"""Which of several names is one: people write a dash, or "N/A", where a form insists on something."""

from collections.abc import Iterable

from anam.imports.cells import shortened, tidy

MAX_NAME_LENGTH = 255
_NO_NAMES = frozenset((
    "0", "na", "nil", "nan", "null", "none", "undefined", "unknown", "anonymous", "empty", "blank", "not applicable",
    "not available", "not provided", "not specified", "no name", "no company", "no company name", "company",
    "company name", "your company", "business", "business name", "name", "your name", "full name", "first name",
    "last name", "customer", "customer name", "guest", "private", "private person", "individual", "personal", "self",
    "false", "true", "default", "firma", "keine", "keine firma", "privat", "privatperson", "aucun", "aucune",
    "particulier", "ninguno", "ninguna", "particular", "nessuno", "nessuna", "privato", "nenhum", "nenhuma", "geen",
    "ingen", "brak", "tbd", "tba", "nobody", "test", "testing", "žádná", "žiadna", "nincs", "ei ole", "nema", "yok",
    "không", "không có", "tidak ada", "ninguna empresa", "nessuna azienda", "нет", "не указано", "немає",
    "няма", "לא", "無", "无", "なし", "無し", "暂无", "没有", "沒有", "없음", "ไม่มี", "אין", "لا يوجد",
    "κανένα",
))  # fmt: skip


def is_name(text: str) -> bool:
    """Whether somebody can be called `text`: not a dash, "n/a", "none" or "Company"; some letter or digit is in it."""
    if set(text) <= set("0 ") or not text.strip():
        return False
    emails = "".join(character if character.isalnum() else " " for character in tidy(text)).casefold().split()
    parsed = " ".join(emails)
    said = {parsed, parsed.replace(" ", "")} | ({emails[0]} if len(set(emails)) == 1 else set())
    return bool(emails) and not said & _NO_NAMES and set(parsed) - {"x", " "} != set()


def named(text: str) -> str:
    """`text`, where it is a name; else nothing."""
    return tidy(text) if is_name(text) else ""


def joined(*parts: str) -> str:
    """A name of its parts, without those that are none, as in "Ada -"."""
    return " ".join(tidy(part) for part in parts if is_name(part))


def first_name(names: Iterable[str], *, email: str, otherwise: str) -> str:
    """The first of `names` that is one; else what stands before the @ of `email`; else `otherwise`."""
    found = next((tidy(name) for name in (*names, email.partition("@")[0]) if is_name(name)), otherwise)
    return shortened(_without_ends(found), most=MAX_NAME_LENGTH)


def _without_ends(name: str) -> str:
    """Without words at its ends that have no letter: "Ada Quinn -" is Ada Quinn."""
    words = name.split(" ")
    while len(words) > 1 and not any(map(str.isalnum, words[-1])) and words[-1][-1] in "-–—./,":
        words.pop()
    while len(words) > 1 and not any(map(str.isalnum, words[0])) and words[0][0] in "-–—./,":
        words.pop(0)
    return " ".join(words)
