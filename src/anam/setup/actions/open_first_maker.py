from uuid import uuid4

from django.db import transaction
from django.utils.text import slugify

from anam.people.actions.add_member import add_member
from anam.people.actions.open_party import open_maker
from anam.people.models import Maker, Role
from anam.refusals import Refused
from anam.sql import execute

MAX_SLUG_LENGTH = 80


@transaction.atomic
def open_first_maker(name: str, *, owner: str, email: str, time_zone: str) -> Maker:
    """A maker with an empty storefront, and its owner, who chooses a password by “forgot password”.

    The same click twice is one maker (D7). Raises Refused ("maker_there") where a maker of that name is there with
    another owner, and "acts_for_another" where the owner acts for somebody else.
    """
    execute("SELECT pg_advisory_xact_lock(hashtext('anam first maker'))")
    there = Maker.objects.filter(name__iexact=name).first()
    if there:
        if there.members.filter(user__email__iexact=email).exists():
            return there
        raise Refused.because("maker_there", f"{there.name} is here already.")
    maker = open_maker(_free_slug(name), name=name, time_zone=time_zone)
    add_member(email, name=owner, time_zone=time_zone, maker=maker, role=Role.OWNER)
    return maker


def _free_slug(name: str) -> str:
    slug = slugify(name)[:MAX_SLUG_LENGTH].strip("-") or f"maker-{uuid4().hex[:6]}"
    if not Maker.objects.filter(slug=slug).exists():
        return slug
    return f"{slug[: MAX_SLUG_LENGTH - 7]}-{uuid4().hex[:6]}"
