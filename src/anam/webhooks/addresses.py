"""Where a webhook may lead: to the open internet, unless the operator allows more."""

from django.conf import settings

from anam.outbound import addresses
from anam.outbound.addresses import Target, Unfit
from anam.refusals import Refused, refusal_words

MAX_URL_LENGTH = addresses.MAX_URL_LENGTH


def read_url(url: str) -> Target:
    """`url`, taken apart. Raises Refused("webhook_url") for what no event may be sent to, whatever it resolves to."""
    try:
        return addresses.read_url(url, private=settings.WEBHOOKS_PRIVATE)
    except Unfit as unfit:
        raise Refused.because("webhook_url", refusal_words(f"webhook_{unfit.why}")) from None


def resolve(target: Target) -> list[str]:
    """The addresses of its host, each of which may be connected to.

    Raises Refused: "webhook_no_host" where there is none, "webhook_private" where any of them is not of the open
    internet or is this server's own.
    """
    try:
        return addresses.resolve(target, private=settings.WEBHOOKS_PRIVATE)
    except Unfit as unfit:
        if unfit.why == "no_host":
            raise Refused.because("webhook_no_host", refusal_words("webhook_no_host", host=unfit.host)) from None
        raise Refused.because("webhook_private", refusal_words("webhook_private", host=unfit.host)) from None
