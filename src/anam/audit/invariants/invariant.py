from dataclasses import dataclass


@dataclass(frozen=True)
class Invariant:
    """Something that must be true of every order. `rule` is the design's number; `words` say what holds.

    `sql` is one statement over all orders at once. Each row of it is one that breaks the rule: the order's
    number (or what else is meant, in words), and what is wrong with it.
    """

    rule: str
    words: str
    sql: str
