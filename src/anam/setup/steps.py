"""The steps by which a marketplace is opened: one table, shown above each of their pages and on the settings' first."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from anam.legal.models import LegalText
from anam.marketplace.models import Marketplace
from anam.payments.gateways.registry import chosen
from anam.people.models import Maker


@dataclass(frozen=True)
class Step:
    """One page of the settings. `without` is what it honestly means to leave it for later."""

    key: str
    title: str
    page: str
    without: str
    is_done: Callable[[Marketplace], bool]


def _named(row: Marketplace) -> bool:
    return bool(row.name or settings.NAME_IS_GIVEN) and bool(row.support_email or settings.SUPPORT_EMAIL_IS_GIVEN)


def _mail_arrives(row: Marketplace) -> bool:
    return row.mail_arrived_at is not None


def _payments_are_set(row: Marketplace) -> bool:
    gateway = chosen()
    return gateway is not None and gateway.moves_money and all(one.is_set for one in gateway.shown)


def _texts_are_written(row: Marketplace) -> bool:
    return LegalText.objects.in_force().count() == len(LegalText.Kind)


def _has_a_maker(row: Marketplace) -> bool:
    return Maker.objects.exists()


STEPS = (
    Step("names", "Name and colour", "settings-names", "The marketplace is called ANAM Craft.", _named),
    Step(
        "mail",
        "Email",
        "settings-mail",
        "Nobody knows whether email arrives: a shop whose order is cancelled may hear nothing of it.",
        _mail_arrives,
    ),
    Step(
        "payments",
        "Payments",
        "settings-payments",
        "Nobody can pay by card. Orders come in on invoice where the policy allows it, or from other systems.",
        _payments_are_set,
    ),
    Step(
        "texts",
        "Terms and privacy",
        "settings-texts",
        "Nobody is asked to accept any, and the pages say that there are none.",
        _texts_are_written,
    ),
    Step("maker", "First maker", "settings-maker", "The front door has no maker to show.", _has_a_maker),
)


@dataclass(frozen=True)
class StepNow:
    """A step as it stands."""

    step: Step
    done: bool
    skipped: bool

    @property
    def state(self) -> str:
        return "done" if self.done else "later" if self.skipped else "to do"


def steps_now(row: Marketplace) -> list[StepNow]:
    return [StepNow(one, one.is_done(row), one.key in row.skipped) for one in STEPS]


def page_after(key: str, row: Marketplace) -> str:
    """Where opening goes on after a step: at the next that is neither done nor put off, else at the settings' first."""
    at = [one.key for one in STEPS].index(key) + 1
    waiting = (one.step.page for one in steps_now(row)[at:] if one.state == "to do")
    return "settings" if row.opened_at else next(waiting, "settings")
