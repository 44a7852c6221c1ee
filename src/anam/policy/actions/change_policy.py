from django.db import transaction

from anam.people.models import User
from anam.policy.models import Policy
from anam.policy.versioning import begin_version, is_duplicate_submission, lock_policy, validate_change
from anam.refusals import Refused


@transaction.atomic
def change_policy(*, by: User | None, why: str, base_version: int | None = None, **changes: int | bool) -> Policy:
    """A new version of the policy with `changes`. Orders already placed keep theirs (D13).

    `base_version` is the version that `by` looked at, if they looked at one; the same click twice is one version (D7).
    Raises Refused, in words: somebody was quicker, nothing would change, a number will not do, or no why.
    """
    current = lock_policy()
    duplicate = all(getattr(current, name, None) == value for name, value in changes.items())
    if duplicate and is_duplicate_submission(current, base_version, by=by, why=why):
        return current
    if refusal := validate_change(current, changes, why=why, base_version=base_version):
        raise Refused(refusal)
    return begin_version(current, by=by, why=why, **changes)
