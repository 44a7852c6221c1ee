from datetime import datetime

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.coded import coded
from anam.payments.reconciliation import unknown_there
from anam.policy.models import current_policy


def open_unknown_money(*, since: datetime) -> int:
    """A case for each sum that the gateway holds or took for us since then (UTC), and that is not here (M8).

    One for ever. The answer is how many are new. Never called in a transaction. Raises GatewayDown.
    """
    new = 0
    for what in unknown_there(since=since):
        about = coded("money_not_here", holder=what["holder"], sum=what["sum"], what=what)
        if Case.objects.filter(kind=Case.Kind.MONEY, about=about).exists():
            continue
        open_case(Case.Kind.MONEY, about=about, opened_as="anam", answer_within=current_policy().support_answer_time)
        new += 1
    return new
