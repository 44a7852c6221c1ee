from collections.abc import Collection

from django.db import transaction

from anam.legal.models import Acceptance, LegalText
from anam.people.models import User
from anam.refusals import Refused


@transaction.atomic
def record_acceptance(user: User, *, versions: Collection[int]) -> None:
    """Put on record that `user` accepts what is in force: each text once, with the moment it was first accepted.

    `versions` are the ids of those that were shown and ticked (`AcceptanceFields.versions`); what they have accepted
    before need not be among them. Where the operator has written none, there is nothing to accept, and nothing happens.
    Raises Refused ("terms_changed", "terms_not_accepted"): nobody accepts what they were not shown.
    """
    wanted = LegalText.objects.new_to(user)
    if wanted and not versions:
        raise Refused.because("terms_not_accepted", "To join, you accept the terms.")
    if any(text.pk not in versions for text in wanted):
        words = "The terms were changed a moment ago. Read them again, then accept them."
        raise Refused.because("terms_changed", words)
    Acceptance.objects.bulk_create([Acceptance(user=user, text=text) for text in wanted], ignore_conflicts=True)
