"""What the database keeps of a sentence of ours: its code and its parameters. The words are made when it is read.

It keeps `{"code": "order_shipped", "by": "Hanna"}`, and an app's `sentences.py` has the words for "order_shipped". What
people and other programs said is theirs: a parameter, kept as they said it. Nothing is `{}`.

A code without words, or a sentence without one of its parameters, is an error when it is written; what stands in the
database is shown as well as can be.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from string import Formatter
from typing import Any

import psycopg
from django.db import models
from django.utils.translation import gettext as _
from psycopg.adapt import Dumper

from anam.words import day_and_clock, listed, money

Coded = dict[str, Any]
# By code: the words, from gettext_lazy, with named parameters; or what makes them of the parameters.
Sentences = Mapping[str, Any]

# What a sentence may ask of a parameter, as in "{sum:money}"; all else is Python's, as in "{length:,}".
_AS: dict[str, Callable[[Any], str]] = {
    "money": lambda sum_: money(*sum_),  # minor units and currency
    "clock": lambda at: day_and_clock(datetime.fromisoformat(at)),
    "utc": lambda at: day_and_clock(datetime.fromisoformat(at), zone="UTC"),
    "list": lambda items: ", ".join(map(str, items)),
    "and": lambda items: listed([str(item) for item in items]),
    "who": lambda name: name or _("The marketplace"),
}
# What goes wrong where a sentence and what is kept of it do not fit.
_AMISS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Unworded(ValueError):
    """An error of ours: what was to be kept has no words, or is words."""


def coded(code: str, /, **parameters: Any) -> Coded:
    """What is kept of the sentence `code`; JSON takes the parameters, without what no database text holds."""
    return {"code": code, **{name: _storable(value) for name, value in parameters.items()}}


def _storable(value: Any) -> Any:
    if isinstance(value, Worded):
        return value.kept
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    return [_storable(one) for one in value] if isinstance(value, list | tuple) else value


def worded(kept: Any, sentences: Sentences) -> str:
    """`kept` in the reader's language; "" for nothing. A list is of several sentences.

    Never raises: a code that is not known any more is shown itself, and a parameter that is missing as "…".
    """
    if isinstance(kept, list):
        return " ".join(worded(one, sentences) for one in kept)
    return _Forgiving(sentences).say(kept) if kept else ""


def check(kept: Any, sentences: Sentences) -> None:
    """Raise Unworded where `kept`, which is to be written, cannot be said in words of `sentences` as it is."""
    for one in kept if isinstance(kept, list) else [kept]:
        _in_words(one, sentences)


def _in_words(kept: Coded, sentences: Sentences) -> str:
    if not isinstance(kept, Mapping):
        raise Unworded(f"A code is kept, with its parameters, and no words: {kept!r}")
    try:
        return _Exact(sentences).say(kept)
    except _AMISS as amiss:
        raise Unworded(f"There are no words for {kept!r}: {amiss!r}") from amiss


def as_json(kept: Coded | Sequence[Coded], sentences: Sentences) -> str:
    """What a statement of SQL writes of `kept`. Raises Unworded, as a CodedField does when it is saved."""
    kept = kept if isinstance(kept, Mapping) else list(kept)
    check(kept, sentences)
    return json.dumps(kept)


class Worded(str):
    """Words of ours that know what the database keeps of them, for what is said now and kept as well.

    Raises Unworded where there are none for `kept`.
    """

    kept: Coded
    sentences: Sentences

    def __new__(cls, kept: Coded, sentences: Sentences) -> "Worded":
        words = super().__new__(cls, _in_words(kept, sentences))
        words.kept, words.sentences = kept, sentences
        return words

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)  # elsewhere they are but words: tables of sentences cannot be sent along

    def anew(self) -> "Worded":
        """The same in the language and the time zone that are active now."""
        return Worded(self.kept, self.sentences)


class _NotKept(Dumper):
    """Keeps words of ours out of columns of text, which would have them in the language of whoever acted."""

    def dump(self, obj: Any) -> bytes:
        raise Unworded(f"Keep {obj.kept!r}, not its words: {obj}")


psycopg.adapters.register_dumper(Worded, _NotKept)


class _Exact(Formatter):
    """Fills in parameters; one that is coded itself, or a list of such, is worded from the same table."""

    def __init__(self, sentences: Sentences) -> None:
        self._sentences = sentences

    def say(self, kept: Any) -> str:
        if not kept or not isinstance(kept, Mapping):
            return str(kept or "")
        sentence, parameters = self._sentences[kept["code"]], {name: kept[name] for name in kept if name != "code"}
        return str(sentence(**parameters)) if callable(sentence) else self.vformat(str(sentence), (), parameters)

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        if kwargs[str(key)] is None:
            raise ValueError(f"{key} is None")
        return kwargs[str(key)]

    def format_field(self, value: Any, format_spec: str) -> Any:
        if format_spec in _AS:
            return _AS[format_spec](value)
        if isinstance(value, list):
            return "; ".join(map(self.say, value))
        return self.say(value) if isinstance(value, Mapping) else format(value, format_spec)


class _Forgiving(_Exact):
    """Reads what an older version, or a newer one, has kept."""

    def say(self, kept: Any) -> str:
        try:
            return super().say(kept)
        except _AMISS:
            return f"{str(kept['code']).replace('_', ' ').capitalize()}." if kept.get("code") else str(kept)

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        value = kwargs.get(str(key))
        return "…" if value is None else value

    def format_field(self, value: Any, format_spec: str) -> Any:
        try:
            return super().format_field(value, format_spec)
        except (TypeError, ValueError):
            return str(value)


class CodedField(models.JSONField):
    """A column of coded sentences; `sentences` is the table of their words, which the database does not know.

    Saving what has no words there raises Unworded.
    """

    def __init__(self, sentences: Sentences | None = None, **kwargs: Any) -> None:
        self.sentences = sentences or {}
        nothing = kwargs.pop("default", dict)
        super().__init__(**{"default": nothing, "db_default": nothing(), "blank": True, **kwargs})

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if not hasattr(value, "as_sql"):
            check(value, self.sentences)
        return super().get_db_prep_save(value, connection)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", list(args), dict(kwargs)
