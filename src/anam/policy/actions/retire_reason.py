from django.db import transaction

from anam.people.models import User
from anam.policy.models import Reason
from anam.policy.reason_validation import NEEDED
from anam.policy.versioning import begin_version, is_duplicate_submission, lock_policy, refuse_if_changed_since
from anam.refusals import Refused


@transaction.atomic
def retire_reason(key: str, *, by: User | None, why: str, base_version: int | None = None) -> Reason:
    """Take a reason from orders placed from now on; those before keep it, and what was said with it stays (D13).

    `base_version` is the version of the policy that `by` looked at; the same click twice retires it once (D7). Raises
    Reason.DoesNotExist where it is not in force, and Refused, in words: somebody was quicker, the program or the
    makers need it, or no why.
    """
    current = lock_policy()
    in_force = Reason.objects.in_force(current.pk).filter(key=key)
    gone = Reason.objects.filter(key=key, until=current).first()
    if gone and not in_force.exists() and is_duplicate_submission(current, base_version, by=by, why=why):
        return gone
    refuse_if_changed_since(current, base_version)
    reason = in_force.get()
    if words := validate_retirement(reason):
        raise Refused.because("reason_needed", words)
    reason.until = begin_version(current, by=by, why=why)
    Reason.objects.filter(pk=reason.pk).update(until=reason.until)
    return reason


def validate_retirement(reason: Reason) -> str:
    """Why a reason in force cannot be retired, in words; empty where it can."""
    if reason.key in NEEDED:
        return f"“{reason.label}” cannot be retired: {NEEDED[reason.key][0]}. It can be reworded."
    others = Reason.objects.filter(until=None, for_makers=True).exclude(pk=reason.pk)
    if reason.for_makers and not others.exists():
        return f"“{reason.label}” is the only reason that makers have: they need one."
    return ""
