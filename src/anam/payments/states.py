"""The life of an operation: every state, and every transition between them. Nothing else changes one (M3)."""

from collections.abc import Mapping

from django.db import models


class State(models.TextChoices):
    QUEUED = "queued"  # decided; nobody outside has been asked
    SENT = "sent"  # the holder is being asked, or was when the worker died: then it is as good as unknown
    PROCESSING = "processing"  # the holder has it, and needs time
    DONE = "done"
    REFUSED = "refused"  # the holder's final no
    UNKNOWN = "unknown"  # no answer: it may have happened
    FAILED = "failed"  # done, as was said, and later not: its holder says so, or whoever corrects the record
    SUPERSEDED = "superseded"  # another operation stands in its place, or it was withdrawn before anybody was asked
    RECORDED_MANUALLY = "recorded_manually"  # a person did it, not the holder, and says how


# Of a payment at a gateway. Whatever was asked once may be asked again: the key makes it safe.
TRANSITIONS: Mapping[State, tuple[State, ...]] = {
    State.QUEUED: (State.SENT, State.SUPERSEDED, State.RECORDED_MANUALLY),
    State.SENT: (State.SENT, State.PROCESSING, State.DONE, State.REFUSED, State.UNKNOWN),
    State.PROCESSING: (State.SENT, State.PROCESSING, State.DONE, State.REFUSED, State.UNKNOWN),
    State.UNKNOWN: (State.SENT, State.PROCESSING, State.DONE, State.REFUSED, State.UNKNOWN),
    State.DONE: (State.FAILED,),
    State.REFUSED: (State.SUPERSEDED, State.RECORDED_MANUALLY),
    State.FAILED: (State.SUPERSEDED, State.RECORDED_MANUALLY),
    State.SUPERSEDED: (),
    State.RECORDED_MANUALLY: (State.FAILED,),
}
# Of a payment that another system holds: nothing is sent; somebody says what became of it.
EXTERNAL_TRANSITIONS: Mapping[State, tuple[State, ...]] = {
    State.QUEUED: (State.DONE, State.REFUSED, State.SUPERSEDED),
    State.DONE: (State.FAILED,),
    State.REFUSED: (State.SUPERSEDED,),
    State.FAILED: (State.SUPERSEDED,),
}

OPEN = (State.QUEUED, State.SENT, State.PROCESSING, State.UNKNOWN)
MOVED = (State.DONE, State.RECORDED_MANUALLY)  # the money is where the operation says
NOT_MOVED = (State.REFUSED, State.FAILED)  # and support must look at it


class NotConfirmed(Exception):
    """The gateway has not said what became of an operation: the job is tried again."""


def origins_of(target: State, *, external: bool) -> list[str]:
    """The states from which an operation may become `target`."""
    table = EXTERNAL_TRANSITIONS if external else TRANSITIONS
    return [origin.value for origin, targets in table.items() if target in targets]
