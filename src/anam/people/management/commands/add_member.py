from argparse import ArgumentParser
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.urls import reverse

from anam.people.actions.add_member import add_member
from anam.people.actions.open_party import open_buyer, open_maker
from anam.people.models import Buyer, Maker, Role, User
from anam.refusals import Refused
from anam.web.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Add a person who acts for a maker, a buyer or support. They set their password by “forgot password”."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="how the person is called")
        party = parser.add_mutually_exclusive_group(required=True)
        party.add_argument("--maker", metavar="SLUG", help="the maker they act for")
        party.add_argument("--buyer", metavar="SLUG", help="the buyer they act for")
        party.add_argument("--support", action="store_true", help="they work for the marketplace")
        parser.add_argument(
            "--lead", action="store_true", help="they lead support: told of what nobody answers in time"
        )
        parser.add_argument(
            "--role",
            choices=Role.values,
            help="in a maker's house or a shop; if not given, the first is the owner, others are administrators",
        )
        parser.add_argument("--new-party", metavar="NAME", help="make the maker or buyer, if there is none yet")
        parser.add_argument("--time-zone", default="UTC", help="as in Europe/Dublin")

    @transaction.atomic
    def handle(self, **asked: Any) -> None:
        _check(asked)
        maker = self._maker(asked) if asked["maker"] else None
        buyer = self._buyer(asked) if asked["buyer"] else None
        try:
            person, new = add_member(
                asked["email"],
                name=asked["name"].strip(),
                time_zone=asked["time_zone"],
                maker=maker,
                role=Role(asked["role"]) if asked["role"] else None,
                buyer=buyer,
                leads=asked["lead"],
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        where = maker or buyer or "support"
        if not new:
            self.stdout.write(f"{person.name} <{person.email}> acts for {where} already: nothing was changed.")
            return
        role = User.objects.with_party().get(pk=person.pk).role
        as_what = f", as {role.label}" if isinstance(role, Role) else ", and leads it" if asked["lead"] else ""
        self.stdout.write(f"{person.name} <{person.email}> now acts for {where}{as_what}.")
        if not person.has_usable_password():
            page = f"{settings.SITE_URL}{reverse('account_reset_password')}"
            self.stdout.write(f"They choose their password at {page}")

    def _maker(self, asked: dict[str, Any]) -> Maker:
        if maker := Maker.objects.filter(slug=asked["maker"]).first():
            return maker
        maker = open_maker(asked["maker"], name=_new_name(asked, "maker"), time_zone=asked["time_zone"])
        self.stdout.write(f"New maker: {maker.name}, with order numbers that begin with {maker.order_prefix}.")
        return maker

    def _buyer(self, asked: dict[str, Any]) -> Buyer:
        if buyer := Buyer.objects.filter(slug=asked["buyer"]).first():
            return buyer
        buyer = open_buyer(asked["buyer"], name=_new_name(asked, "buyer"), time_zone=asked["time_zone"])
        self.stdout.write(f"New buyer: {buyer.name}.")
        return buyer


def _check(asked: dict[str, Any]) -> None:
    try:
        validate_email(asked["email"])
    except ValidationError as wrong:
        raise CommandError(f"“{asked['email']}” is no email address.") from wrong
    if not 0 < len(asked["name"].strip()) <= 120:
        raise CommandError("Give the person a name of 1 to 120 characters: --name")
    if asked["time_zone"] not in available_timezones():
        raise CommandError(f"There is no time zone “{asked['time_zone']}”; write it as in Europe/Dublin.")
    if asked["role"] and asked["support"]:
        raise CommandError("A role is for the members of a maker or a buyer: give --maker or --buyer as well.")
    if asked["buyer"] and asked["role"] and asked["role"] not in Buyer.ROLES:
        raise CommandError(f"A shop has no {Role(asked['role']).label}: its roles are {', '.join(Buyer.ROLES)}.")
    if asked["lead"] and not asked["support"]:
        raise CommandError("Only support has a lead: give --support as well.")
    if asked["new_party"] is not None and asked["support"]:
        raise CommandError("--new-party makes a maker or a buyer; support is there already.")


def _new_name(asked: dict[str, Any], party: str) -> str:
    """The name for a maker or buyer that does not exist yet. Raises CommandError where it may not be made."""
    slug, name = asked[party], (asked["new_party"] or "").strip()
    if not name:
        raise CommandError(f'There is no {party} “{slug}”. To make one: --new-party "Their name"')
    try:
        validate_slug(slug)
    except ValidationError as wrong:
        raise CommandError(f"“{slug}” cannot be part of an address: letters, digits and hyphens only.") from wrong
    if len(slug) > 80 or len(name) > 120:
        raise CommandError("That is too long: 80 characters for the address and 120 for the name at most.")
    return name
