from anam.cases.models import Case
from anam.people.models import User
from anam.support.escalation import give_answer


def refuse_case(case_id: int, *, by: User, message: str) -> Case:
    """Support will not decline the order, and says why; the maker is told, with what they can do now (D6).

    Raises as `hand_back` does. The order stays as it is, and the buyer hears nothing of it.
    """
    return give_answer(case_id, outcome="refused", kind="support_refused", by=by, message=message)
