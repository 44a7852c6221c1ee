from typing import Any

from django.db import transaction

from anam.people.models import User
from anam.policy.models import Reason
from anam.policy.reason_columns import COLUMNS
from anam.policy.reason_validation import validate_reason
from anam.policy.versioning import begin_version, is_duplicate_submission, lock_policy, refuse_if_changed_since, says
from anam.refusals import Refused


@transaction.atomic
def reword_reason(key: str, *, by: User | None, why: str, base_version: int | None = None, **columns: Any) -> Reason:
    """Say a reason otherwise, for orders placed from now on: it is retired and begun again under its key (D13).

    `columns` are those to change; `base_version` is the version of the policy that `by` looked at. The same click twice
    rewords it once (D7). Raises Reason.DoesNotExist where it is not in force, and Refused, in words: somebody was
    quicker, nothing would change, a column will not do (D14), or no why.
    """
    current = lock_policy()
    in_force = list(Reason.objects.in_force(current.pk))
    before = next((one for one in in_force if one.key == key), None)
    same = before is not None and says(before, columns)
    if before and same and is_duplicate_submission(current, base_version, by=by, why=why):
        return before
    refuse_if_changed_since(current, base_version)
    if before is None:
        raise Reason.DoesNotExist
    if same:
        raise Refused.because("nothing_changed", f"This is what “{before.label}” says already: nothing was changed.")
    after = {**{name: getattr(before, name) for name in COLUMNS}, **columns}
    for words in validate_reason(key, after, others=in_force).values():
        raise Refused.because("reason_wrong", words)
    if before.for_makers and not after["for_makers"] and sum(one.for_makers for one in in_force) == 1:
        raise Refused.because("reason_needed", "This is the only reason that makers have: they need one.")
    version = begin_version(current, by=by, why=why)
    Reason.objects.filter(pk=before.pk).update(until=version)
    return Reason.objects.create(key=key, since=version, **after)
