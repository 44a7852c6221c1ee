from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from anam.clock import database_now
from anam.marketplace import current
from anam.marketplace.colours import NEEDED, contrast_in_light, nearest_passing, read_colour
from anam.marketplace.models import MAX_NAME_LENGTH, Marketplace
from anam.refusals import Refused


@transaction.atomic
def change_settings(*, by: Any, base_version: int, name: str, support_email: str, accent: str) -> Marketplace:
    """What the marketplace is called, by which address it is reached, and its accent; "" is as Anam begins.

    Everybody sees it with their next page. What the environment names stays as it is there. The same click twice is one
    change (D7). Raises Refused: somebody was quicker ("settings_changed"), or a value will not do ("name_wrong",
    "support_email_wrong", "accent_wrong").
    """
    row = Marketplace.objects.select_for_update().get()
    typed = {"name": name, "support_email": support_email, "accent": _checked_accent(accent)}
    if settings.NAME_IS_GIVEN:
        typed["name"] = row.name
    if settings.SUPPORT_EMAIL_IS_GIVEN:
        typed["support_email"] = row.support_email
    _validate(typed["name"], typed["support_email"])
    changes = {one: value for one, value in typed.items() if getattr(row, one) != value}
    if not changes:
        return row
    if row.version != base_version:
        raise Refused.because("settings_changed", "A colleague changed the settings while you were typing.")
    for one, value in changes.items():
        setattr(row, one, value)
    row.version, row.changed_at, row.changed_by_id = row.version + 1, database_now(), by.pk
    row.save()
    transaction.on_commit(current.forget)
    return row


def _validate(name: str, support_email: str) -> None:
    if len(name) > MAX_NAME_LENGTH:
        raise Refused.because("name_wrong", f"Give a name of {MAX_NAME_LENGTH} characters at most.")
    if any(sign in name for sign in "<>\n"):
        raise Refused.because("name_wrong", "A name stands in emails, too: leave out < and >.")
    try:
        if support_email:
            validate_email(support_email)
    except ValidationError:
        raise Refused.because("support_email_wrong", "This does not look like an email address.") from None


def _checked_accent(typed: str) -> str:
    colour = read_colour(typed) if typed else ""
    if typed and not colour:
        raise Refused.because("accent_wrong", "Write the colour as six digits, as in #1f5f52.")
    if colour and (found := contrast_in_light(colour)) < NEEDED:
        words = f"{colour} is too light to be read: its contrast is {found:.1f}, and {NEEDED} is needed."
        raise Refused.because("accent_wrong", f"{words} The nearest that can be read is {nearest_passing(colour)}.")
    return colour
