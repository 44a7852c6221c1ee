from typing import Any

from django.db import transaction

from anam.people.models import User
from anam.policy.models import Reason
from anam.policy.reason_validation import validate_key, validate_reason
from anam.policy.versioning import begin_version, is_duplicate_submission, lock_policy, refuse_if_changed_since, says
from anam.refusals import Refused


@transaction.atomic
def add_reason(key: str, *, by: User | None, why: str, base_version: int | None = None, **columns: Any) -> Reason:
    """A reason more, for orders placed from now on (D13). One that was retired can be begun again under its key.

    `columns` are all those of a reason; `base_version` is the version of the policy that `by` looked at. The same click
    twice adds it once (D7). Raises Refused, in words: somebody was quicker, a column will not do, or no why.
    """
    current = lock_policy()
    in_force = list(Reason.objects.in_force(current.pk))
    there = next((one for one in in_force if one.key == key), None)
    if there and says(there, columns) and is_duplicate_submission(current, base_version, by=by, why=why):
        return there
    refuse_if_changed_since(current, base_version)
    if words := validate_key(key):
        raise Refused.because("reason_wrong", words)
    if there:
        raise Refused.because("reason_wrong", f"There is a reason “{key}” already: “{there.label}”. Reword that one.")
    for words in validate_reason(key, columns, others=in_force).values():
        raise Refused.because("reason_wrong", words)
    version = begin_version(current, by=by, why=why)
    return Reason.objects.create(key=key, since=version, **columns)
