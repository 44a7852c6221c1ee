"""The kinds of value that shapes are made of."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from anam.payments.gateways.registry import GATEWAYS
from anam.payments.models import Payment

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")
MAX_MONEY = 10**12


def written(moment: datetime) -> str:
    """A moment as RFC 3339 has it, in UTC, to the microsecond where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read_moment(given: Any) -> Any:
    if not isinstance(given, str) or not _MOMENT.fullmatch(given):
        raise ValueError("it must be a time with its offset, as in 2026-11-20T10:00:00Z (RFC 3339)")
    try:
        return datetime.fromisoformat(given.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("there is no such time") from None


def _seen(text: str) -> str:
    if not text.strip():
        raise ValueError("it must say something")
    return text


_WHEN = {"type": "string", "format": "date-time", "examples": ["2026-11-20T10:00:00Z"]}
Moment = Annotated[datetime, PlainSerializer(written, return_type=str), WithJsonSchema(_WHEN)]
GivenMoment = Annotated[datetime, BeforeValidator(_read_moment), WithJsonSchema(_WHEN)]
Money = Annotated[int, Field(description="In minor units: 1450 is $14.50.")]
GivenMoney = Annotated[int, Field(strict=True, ge=0, le=MAX_MONEY, description="In minor units: 1450 is $14.50.")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217", examples=["USD"])]
Holder = Annotated[str, WithJsonSchema({"type": "string", "enum": [*GATEWAYS, Payment.EXTERNAL]})]
Said = Annotated[str, AfterValidator(_seen)]


class Shape(BaseModel):
    """What comes out."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Asked(BaseModel):
    """What goes in: every field is known, or the call is refused; a slip of the pen must not pass unnoticed."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Page[Item](Shape):
    """Some of a list."""

    items: list[Item]
    next: str | None
    """Give it as `cursor` to go on; null where these are the last."""
