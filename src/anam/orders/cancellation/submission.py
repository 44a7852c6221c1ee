"""A form or a call that is sent twice cancels once, whole or part (D7)."""

from collections.abc import Mapping

from anam.orders.cancellation.context import CancellationContext
from anam.orders.models import Cancellation
from anam.refusals import Refused, refusal_words


def is_duplicate_submission(
    context: CancellationContext, *, explanation: str, quantities: Mapping[int, int] | None
) -> bool:
    """Whether this very form or call was carried out before: then there is nothing left to do.

    Raises Refused where it was, and says something else now, as an old page does that was changed and sent again.
    """
    if context.submitted is None:
        return False
    before = Cancellation.objects.prefetch_related("lines").get(pk=context.submitted)
    taken = {line.line_id: line.quantity for line in before.lines.all()}
    if before.explanation == explanation and (before.final if quantities is None else dict(quantities) == taken):
        return True
    raise Refused.because("form_sent_already", refusal_words("form_sent_already"))
