"""What the API forgets by itself."""

from typing import Any

from procrastinate.contrib.django import app

from anam.api.authentication import forget_old_counts
from anam.api.idempotency import forget_old_answers as forget


@app.periodic(cron="23 * * * *")
@app.task(name="api.forget_old_answers", queue="clock", queueing_lock="api.forget_old_answers")
def forget_old_answers(timestamp: int, **_: Any) -> None:
    """Free the idempotency keys that are older than 48 hours, and forget which tokens called before yesterday."""
    forget()
    forget_old_counts()
