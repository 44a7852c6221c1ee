"""What is known of a gateway before it is loaded: the settings are made of it, so it asks no model and no library."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class GatewaySetting:
    """What the environment calls `name`, and the settings the same without ANAM_.

    `read` makes of its text what is set, and raises ImproperlyConfigured where money would move wrongly by it.
    `needed_as` says what it is, where the gateway cannot be used without it; an `example`, that the set-up page shows
    it, with where it is `found`. In that, {webhook} stands for the address at which we hear of events.
    """

    name: str
    read: Callable[[str], Any] = str
    default: str = ""
    needed_as: str = ""
    example: str = ""
    found: str = ""

    @property
    def key(self) -> str:
        return self.name.removeprefix("ANAM_")

    @property
    def value(self) -> Any:
        """As the environment has it now."""
        return self.read(os.environ.get(self.name, self.default).strip())

    @property
    def is_set(self) -> bool:
        return bool(getattr(settings, self.key))


@dataclass(frozen=True)
class GatewayConfig:
    """A gateway: `label` is its name for people, `gateway` where the class is that carries out its operations.

    One that has buyers enter their cards at pages of its own names the class of these, `pages`, and the setting of
    their origin, `pages_at`: browsers let a form lead nowhere else. One that has made-up cards to choose from instead,
    by their last digits, is a demo's: it moves no money, and is refused in production.
    """

    label: str
    gateway: str
    settings: Sequence[GatewaySetting] = ()
    pages: str = ""
    pages_at: GatewaySetting | None = None
    test_cards: Mapping[str, str] = field(default_factory=dict)

    @property
    def moves_money(self) -> bool:
        return not self.test_cards

    @property
    def shown(self) -> list[GatewaySetting]:
        """What whoever sets it up has to see to."""
        return [one for one in self.settings if one.example]
