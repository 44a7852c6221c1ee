"""The demo's terms and privacy notice, accepted by everybody in it."""

from anam.demo.parties import Parties
from anam.legal.actions.publish_text import publish_text
from anam.legal.actions.record_acceptance import record_acceptance
from anam.legal.models import LegalText

_TERMS = """These are the terms of a demo: nothing here is for sale, and no money moves.

## What you may do

Try everything. Sign in as anybody, decline their orders, break the payment gateway.

## What you should not do

Type in the name or the address of somebody real.
"""
_PRIVACY = """This demo keeps what you type, on this machine alone, until you delete its folder `var/`.

## Who reads it

You do. No email leaves the demo: all of them are in its outbox.
"""


def publish_texts(parties: Parties) -> None:
    """Both in their first version; nobody in the demo is asked for them."""
    texts = (LegalText.Kind.TERMS, _TERMS), (LegalText.Kind.PRIVACY, _PRIVACY)
    published = [publish_text(kind, source=words, change="", by=None, base_version=0) for kind, words in texts]
    for person in parties.people.values():
        if not person.is_support:
            record_acceptance(person, versions={text.pk for text in published})
