from django.db import transaction

from anam.orders.policy import Policy
from anam.orders.versions import begin_version, is_twin, lock_policy, why_not_change
from anam.people.models import User
from anam.refusals import Refused


@transaction.atomic
def change_policy(*, by: User | None, why: str, seen: int | None = None, **changes: int | bool) -> Policy:
    """A new version of the policy with `changes`. Orders already placed keep theirs (D13).

    `seen` is the version that `by` looked at, if they looked at one; the same click twice is one version (D7).
    Raises Refused, in words: somebody was quicker, nothing would change, a number will not do, or no why.
    """
    current = lock_policy()
    twin = all(getattr(current, name, None) == value for name, value in changes.items())
    if twin and is_twin(current, seen, by=by, why=why):
        return current
    if refusal := why_not_change(current, changes, why=why, seen=seen):
        raise Refused(refusal)
    return begin_version(current, by=by, why=why, **changes)
