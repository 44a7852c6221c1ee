from collections.abc import Mapping

from django.db import transaction

from anam.conversations.actions.post import Posted
from anam.orders.cancellation.cancellation_validation import require_quantities, require_words
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.eligibility import why_not
from anam.orders.cancellation.plan import plan_cancellation
from anam.orders.contacting.begun_message import begin_message
from anam.orders.contacting.contact import contact
from anam.orders.locking import lock_of_maker
from anam.people.models import Maker, User
from anam.refusals import Refused
from anam.words import visible


@transaction.atomic
def tell_buyer(
    number: str, *, maker: Maker, by: User, reason: str, blank: str, quantities: Mapping[int, int] | None = None
) -> Posted:
    """Tell the buyer that `quantities` of an order, or all of it, will be cancelled: the contact (D3), and no more.

    The message is begun from the reason; `blank` is what happened, in the maker's words, and may be taken over as the
    explanation: so what is asked of a reason and an explanation is asked here (D5). Raises Order.DoesNotExist (D1) and
    Refused as `decline` does, but for the contact itself; and where the maker may not write (D4).
    """
    blank = "\n\n".join(part.strip() for part in visible(blank).strip().split("\n\n") if part.strip())
    order = lock_of_maker(maker, number)
    context = load_context(order, reason_key=reason)
    refusals = why_not(order, now=context.now, handled=context.handled, taken_by=context.taken_by)
    if in_the_way := [one for one in refusals if one.code != "buyer_not_contacted"]:
        raise Refused(*in_the_way)
    chosen = require_words(context, blank)
    require_quantities(context, quantities)
    plan = plan_cancellation(order, context, quantities=quantities)
    parts = [] if plan.final else [(one.quantity, one.line.title) for one in plan.lines]
    letter = begin_message(order, writer=by, reason=chosen, parts=parts)
    return contact(number, maker=maker, by=by, message=letter.filled(blank))
