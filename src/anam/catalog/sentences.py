"""Why a picture, or a quantity of a product, was refused, in words; the code is what the database keeps."""

from django.utils.translation import gettext_lazy as _

# Before it is kept.
NOT_TAKEN = {
    "picture_missing": _("Choose a picture first."),
    "pictures_at_once": _("These are {number} pictures; add at most {most} at once."),
    "picture_empty": _("{name} is empty: there is nothing in the file."),
    "picture_too_big": _("{name} is too big: {size} MB of at most {most} MB."),
    "picture_heic": _(
        "{name} is HEIC, which we cannot read. Export it as JPEG; an iPhone does so by itself when you choose the "
        "photo from its library here."
    ),
    "too_many_pictures": _("A product has at most {most} pictures, and this one has {number}. Remove one first."),
}
# When the worker looks at it, or has looked for it.
WHY_NO_PICTURE = {
    "picture_heic": _("It is HEIC, which we cannot read. Export it as JPEG and add that."),
    "picture_no_picture": _("It is no JPEG, PNG or WebP picture, whatever it is called."),
    "picture_moving": _("It moves. Add one that stands still."),
    "picture_broken": _("Only part of it can be read. Save it anew and add it again."),
    "picture_too_many_pixels": _("It has too many pixels. Make it smaller and add it again."),
    "picture_too_much_work": _("It takes too long to read. Save it anew, smaller, and add it again."),
    "picture_not_fetched": _("It could not be fetched: {why}"),
    "fetch_private": _("its address leads into a private network."),
    "fetch_no_host": _("there is no such host."),
    "fetch_no_address": _("what the file says is no address that begins with https://."),
    "fetch_too_big": _("it is larger than {most} MB."),
    "fetch_too_slow": _("its server took too long."),
    "fetch_no_connection": _("its server did not answer."),
    "fetch_leads_on": _("its address leads on and on to others."),
    "fetch_status": _("its server answered {status}."),
}
# Of an order that is placed here.
QUANTITIES = {
    "below_minimum": _("“{title}” is sold from {least:,} on: take {least:,} or more."),
    "below_minimum_in_steps": _(
        "“{title}” is sold from {least:,} on, in steps of {step:,}: take {least:,} or {above:,}."
    ),
    "not_in_steps": _("“{title}” is sold in steps of {step:,}: take {below:,} or {above:,}."),
    "not_in_steps_at_most": _("“{title}” is sold in steps of {step:,}: take {below:,}, which is the most at once."),
}
