"""Who hears that a maker is new, or that somebody acts for nobody any more: rooms above, in the same transaction."""

from collections.abc import Callable

from anam.people.models import Maker, User

_of_new_makers: list[Callable[[Maker], object]] = []
_of_leavers: list[Callable[[User], object]] = []


def hear_of_new_makers(listener: Callable[[Maker], object]) -> None:
    """Have `listener` called with every maker that is opened. Once, when the program starts."""
    if listener not in _of_new_makers:
        _of_new_makers.append(listener)


def hear_of_leavers(listener: Callable[[User], object]) -> None:
    """Have `listener` called with everybody who is removed. Once, when the program starts."""
    if listener not in _of_leavers:
        _of_leavers.append(listener)


def announce_new_maker(maker: Maker) -> None:
    """Tell whoever listens, in the transaction of the change: what they write stands or falls with it."""
    for listener in _of_new_makers:
        listener(maker)


def announce_leaver(user: User) -> None:
    """Tell whoever listens, in the transaction of the change."""
    for listener in _of_leavers:
        listener(user)
