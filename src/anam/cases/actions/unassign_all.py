from anam.cases.models import Case
from anam.people.models import User


def unassign_all(user: User) -> int:
    """The open cases of `user`, who has left support, are nobody's again. The answer is how many."""
    return Case.objects.still_open().of_agent(user).update(assigned_to=None)
