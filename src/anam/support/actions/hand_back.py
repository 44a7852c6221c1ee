from anam.cases.models import Case
from anam.people.models import User
from anam.support.escalation import give_answer


def hand_back(case_id: int, *, by: User, message: str) -> Case:
    """The maker can go on themselves: the buyer has written to them, say. They are told why (D6).

    Raises Case.DoesNotExist, and Refused where the case is closed, or a colleague's, or nothing is said (D7).
    """
    return give_answer(case_id, outcome="handed_back", kind="support_handed_back", by=by, message=message)
