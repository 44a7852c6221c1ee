from uuid import uuid4

from django.db import transaction
from django.utils.text import slugify

from anam.accounts.actions.invite import send
from anam.accounts.models import Invitation
from anam.clock import database_now
from anam.people.actions.open_party import open_maker
from anam.people.models import Maker, Role, User
from anam.refusals import Refused
from anam.sql import execute

MAX_SLUG_LENGTH = 80


@transaction.atomic
def open_first_maker(name: str, *, email: str, by: User) -> Maker:
    """A maker with an empty storefront, whose owner `by` invites by e-mail.

    The same click twice is one maker and one invitation (D7). Raises Refused ("maker_there") where a maker of that name
    is there, and somebody else was invited.
    """
    execute("SELECT pg_advisory_xact_lock(hashtext('anam first maker'))")
    there = Maker.objects.filter(name__iexact=name).first()
    if there:
        if Invitation.objects.filter(maker=there, email__iexact=email).exists():
            return there
        raise Refused.because("maker_there", f"{there.name} is here already.")
    maker = open_maker(_free_slug(name), name=name, time_zone=by.time_zone)
    send(email, role=Role.OWNER.value, house=maker, by=by, now=database_now())
    return maker


def _free_slug(name: str) -> str:
    slug = slugify(name)[:MAX_SLUG_LENGTH].strip("-") or f"maker-{uuid4().hex[:6]}"
    if not Maker.objects.filter(slug=slug).exists():
        return slug
    return f"{slug[: MAX_SLUG_LENGTH - 7]}-{uuid4().hex[:6]}"
