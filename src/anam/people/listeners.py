"""Who hears of makers and members: rooms above, in the same transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from anam.people.models import Maker, Role, SupportRole, User


class Change(StrEnum):
    """What became of a member."""

    ROLE = "role"
    REMOVED = "removed"
    LEFT = "left"


@dataclass(frozen=True)
class MemberChange:
    """What happened to `user`, who acts or acted for `party`; `by` whom, None: the operator, by a command.

    `role` is theirs now, or was until they left. `owners` are those who look after the people there, all but `user`.
    """

    what: Change
    user: User
    party: str
    role: Role | SupportRole | None
    owners: Sequence[User]
    by: User | None


_of_new_makers: list[Callable[[Maker], object]] = []
_of_leavers: list[Callable[[User], object]] = []
_of_members: list[Callable[[MemberChange], object]] = []
# What somebody has set up that is not theirs, and what stops it.
_belongings: list[tuple[Callable[[User], list[str]], Callable[[User], object]]] = []


def hear_of_new_makers(listener: Callable[[Maker], object]) -> None:
    """Have `listener` called with every maker that is opened. Once, when the program starts."""
    if listener not in _of_new_makers:
        _of_new_makers.append(listener)


def hear_of_leavers(listener: Callable[[User], object]) -> None:
    """Have `listener` called with everybody who is about to be removed. Once, when the program starts."""
    if listener not in _of_leavers:
        _of_leavers.append(listener)


def hear_of_members(listener: Callable[[MemberChange], object]) -> None:
    """Have `listener` called with every change of a member. Once, when the program starts."""
    if listener not in _of_members:
        _of_members.append(listener)


def hear_of_belongings(find: Callable[[User], list[str]], stop: Callable[[User], object]) -> None:
    """Have it asked, when somebody leaves, whether what `find` names shall go on; else `stop` is called."""
    _belongings.append((find, stop))


def announce_new_maker(maker: Maker) -> None:
    """Tell whoever listens, in the transaction of the change: what they write stands or falls with it."""
    for listener in _of_new_makers:
        listener(maker)


def announce_leaver(user: User, *, stops_belongings: bool) -> None:
    """Tell whoever listens, in the transaction of the change, while `user` still acts for whom they leave."""
    if stops_belongings:
        for _, stop in _belongings:
            stop(user)
    for listener in _of_leavers:
        listener(user)


def announce_member(change: MemberChange) -> None:
    """Tell whoever listens, in the transaction of the change."""
    for listener in _of_members:
        listener(change)


def belongings_of(user: User) -> list[str]:
    """The names of what `user` has set up that can go on without them."""
    return [name for find, _ in _belongings for name in find(user)]
