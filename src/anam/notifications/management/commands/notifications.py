from typing import Any

from anam.notifications.channels import channels
from anam.notifications.models import OPTIONAL_KINDS, RESTOCK
from anam.notifications.registry import EntryNotification, Notification, all_notifications
from anam.web.commands import OperatorCommand

HEADINGS = ("what", "who is told", "through", "stopped by the preference", "only where")


class Command(OperatorCommand):
    help = "Show who is told what, through which channel, and which of it people may stop."

    def handle(self, **_: Any) -> None:
        rows = [HEADINGS, *table()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def table() -> list[tuple[str, ...]]:
    """One row for each notification, as HEADINGS says."""
    stopped_by = {"": "–", **dict([*OPTIONAL_KINDS, RESTOCK])}
    return [
        (one.kind, one.to, _through(one), stopped_by[one.preference], _only_where(one)) for one in all_notifications()
    ]


def _through(notification: Notification) -> str:
    return ", ".join(channel.NAME for channel in channels() if channel.carries(notification))


def _only_where(notification: Notification) -> str:
    when = notification.when if isinstance(notification, EntryNotification) else {}
    return ", ".join(f"{fact} is {' or '.join(values)}" for fact, values in when.items())
