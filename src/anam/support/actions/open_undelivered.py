from django.db import transaction

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.coded import coded
from anam.mail.models import Email
from anam.marketplace.current import marketplace
from anam.policy.models import current_policy


@transaction.atomic
def open_undelivered() -> int:
    """A case for each important e-mail to a maker or a buyer that did not arrive. The answer is how many."""
    failed = Email.objects.filter(failed_at__isnull=False, kind="important", user__isnull=False)
    unseen = failed.exclude(pk__in=Case.objects.filter(kind=Case.Kind.UNDELIVERED).values("email"))
    opened = 0
    for email in unseen.select_related("user", "order", "conversation").order_by("id")[:200]:
        assert email.user
        about = email.order or email.conversation
        if about is None or email.user.is_support:
            continue
        _, new = open_case(
            Case.Kind.UNDELIVERED,
            about=coded(
                "not_reached",
                name=email.user.name,
                email=email.to,
                subject=email.subject,
                failure=email.failure or coded("no_reason_given"),
                marketplace=marketplace().name,
            ),
            opened_as="anam",
            answer_within=current_policy().support_answer_time,
            email=email,
            order=email.order,
            maker_id=about.maker_id,
            buyer_id=about.buyer_id,
        )
        opened += new
    return opened
