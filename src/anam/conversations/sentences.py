"""What Anam says below a message; and refusals of one, which are kept where it came by e-mail."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anam.words import count


def _pictures(number: int) -> str:
    return gettext("A picture.") if number == 1 else f"{count(number, 'picture')}."


# Below what somebody wrote, or in its place.
NOTES = {
    "pictures": _pictures,
    "cancelled_as_told": _("Order {order} is cancelled, as written on {at:clock}."),
    "part_cancelled_as_told": _("Some items of order {order} are cancelled, as written on {at:clock}."),
    "left_out": _("[Left out, because {why}: {names:list}]"),
    "left_out_and_more": _("[Left out, because {why}: {names:list} and {more} more]"),
    "no_picture": _("it is no picture that can be shown"),
    "too_many_pictures": _("at most {most} pictures come with a message"),
    "packed_by_outlook": _("Outlook packed it so that only Outlook can open it"),
    "sealed": _("it is encrypted or sealed, and cannot be opened here"),
    "picture_too_big": _("it is larger than {most} MB"),
    "picture_too_many_pixels": _("it has more than {most} million pixels"),
    "picture_moving": _("it moves"),
    "picture_broken": _("it is broken"),
}

REFUSALS = {
    "message_empty": _("Write a few words first: an empty message tells nobody anything."),
    "message_too_long": _("This is too long: {length:,} characters of at most {most:,}."),
    "buyer_never_wrote": _("This buyer has never written to you."),
    "not_a_member": _("You are no longer a member of the business that this was about."),
}
