"""What waits to be done afterwards."""

from typing import Any

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def jobs_for(task: str, **arguments: Any) -> int:
    """How many jobs of `task` with just these arguments were written."""
    assert task in app.tasks, task
    return ProcrastinateJob.objects.filter(task_name=task, args=arguments).count()
