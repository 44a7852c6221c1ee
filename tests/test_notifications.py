"""Who is told what stands in one table; what brings it to them is a file for each channel."""

import sys
from collections.abc import Iterator
from dataclasses import fields
from inspect import isfunction, signature
from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.history.kinds import BUYER_READS, TYPES
from anam.jobs import ROWS
from anam.mail.models import Email
from anam.notifications import channels, engine
from anam.notifications.engine import notify_of
from anam.notifications.management.commands.notifications import table
from anam.notifications.models import OPTIONAL_KINDS, RESTOCK, Notice
from anam.notifications.registry import EntryNotification, Notification, all_notifications, register
from anam.orders.cancellation.decline import decline
from conftest import Cast

ROOT = Path(__file__).parents[1]
CALLS = {name: call for name, call in vars(channels.Channel).items() if isfunction(call) and name[0] != "_"}
PIGEON = """
NAME = "pigeon"
flown = []

def carries(notification):
    return notification.kind == "declined" and notification.to == "buyer"

def deliver(delivered):
    flown.extend((one.to.name, one.key.split(":")[0], one.words.subject) for one in delivered)
    return {one.key for one in delivered}
"""


@pytest.fixture
def pigeon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A third channel: one file in the package of channels, and nothing else."""
    (tmp_path / "pigeon.py").write_text(PIGEON)
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(tmp_path)])
    channels.channels.cache_clear()
    yield
    channels.channels.cache_clear()
    sys.modules.pop("anam.notifications.channels.pigeon")


def entry_notifications() -> list[EntryNotification]:
    return [one for one in all_notifications() if isinstance(one, EntryNotification)]


def test_docs_show_the_table_that_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    lines = (ROOT / "docs" / "notifications.md").read_text().splitlines()
    written = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|")]
    assert sorted(written[2:]) == sorted(table())
    call_command("notifications")
    assert len(capsys.readouterr().out.splitlines()) == 1 + len(table())


@pytest.mark.parametrize("one", entry_notifications(), ids=lambda one: f"{one.kind}-{one.to}")
def test_what_is_told_of_an_entry_is_of_a_kind_that_there_is_and_that_its_reader_may_read(
    one: EntryNotification,
) -> None:
    assert one.kind in TYPES
    assert one.to == "maker" or (one.to == "buyer" and one.kind in BUYER_READS)


def test_what_people_may_stop_is_what_their_preferences_offer() -> None:
    assert {one.preference for one in all_notifications()} == {"", *dict([*OPTIONAL_KINDS, RESTOCK])}


def test_every_row_that_people_are_told_of_is_one_that_a_job_may_be_about() -> None:
    assert set(engine._ROWS) == {"contact_id", "entry_id", "message_id", "product_id"}
    assert set(engine._ROWS) <= set(ROWS)


@pytest.mark.django_db
@pytest.mark.parametrize("row", ["contact_id", "entry_id", "message_id"])
def test_of_a_row_that_is_gone_nobody_is_told(row: str) -> None:
    """Its job ends quietly: anam.jobs knows by this that there is nothing to do."""
    with pytest.raises(ObjectDoesNotExist):
        notify_of(**{row: 999_999_999})


def test_the_same_is_not_registered_twice() -> None:
    with pytest.raises(ValueError, match="registered already"):
        register(Notification("declined", "buyer"))


def test_a_decline_writes_one_job_that_tells_everybody_of_it(cast: Cast) -> None:
    """D7, D10"""
    ProcrastinateJob.objects.all().delete()
    declined(cast)
    waiting = ProcrastinateJob.objects.filter(task_name="notifications.notify")
    assert waiting.count() == 1
    assert Notice.objects.filter(entry=waiting.get().args["entry_id"]).count() == 3


def test_docs_name_what_a_channel_is_handed() -> None:
    text = (ROOT / "docs" / "notifications.md").read_text()
    how = text[text.index("**To add a channel,**") :]
    assert [one.name for one in fields(channels.Delivered) if f"`{one.name}`" not in how] == []
    has = {f"`{name}({', '.join([*signature(call).parameters][1:])})`" for name, call in CALLS.items()}
    assert [call for call in {"`NAME`", *has} if call not in how] == []


def test_a_third_channel_is_one_file(cast: Cast, pigeon: None) -> None:
    from anam.notifications.channels import pigeon as third  # type: ignore[attr-defined]

    through = {(what, who): how for what, who, how, *_ in table()}
    assert through["declined", "buyer"] == "bell, email, pigeon"
    assert through["declined", "maker"] == "bell, email"
    entry_id = declined(cast)
    notify_of(entry_id=entry_id)
    assert third.flown == [("Ines", "entry", Email.objects.get(user=cast.ines).subject)]
    assert Email.objects.count() == 3


def declined(cast: Cast) -> int:
    """The entry of an order that Hanna declined."""
    order = cast.order(told=True)
    ProcrastinateJob.objects.all().delete()
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down, sorry.")
    (entry_id,) = order.entries.filter(kind="declined").values_list("pk", flat=True)
    return int(entry_id)
