"""Why a webhook got no answer, in words."""

from collections import ChainMap

from django.utils.translation import gettext_lazy as _

from anam.refusals import SENTENCES

# Why an address is refused: when it is typed, and whenever something is sent there.
REFUSALS = {
    "webhook_not_plain": _("It must be a plain web address, as in https://shop.example.com/anam."),
    "webhook_not_secure": _("It must begin with https://, so that nobody reads the events on their way."),
    "webhook_with_user": _("It must have a host and no user, password or “#”: the signature shows who sends."),
    "webhook_port": _("Its port must be 443, 80, or 1024 and above."),
    "webhook_no_host": _("There is no host “{host}”. Look at how its name is written."),
    "webhook_private": _(
        "“{host}” leads into a private network or to this server. Events are sent to the internet only."
    ),
}
NO_ANSWER = ChainMap(
    {
        "too_slow": _("No answer within {seconds} seconds."),
        "not_secure": _("No secure connection: {error}"),
        "no_connection": _("No answer: {error}"),
    },
    SENTENCES,
)
