"""How to break each invariant: the SQL that a bug, or a hand in the database, might have run."""

from anam.orders.tests.breaking.cases import CASES
from anam.orders.tests.breaking.declining import DECLINING
from anam.orders.tests.breaking.goods import GOODS
from anam.orders.tests.breaking.history import HISTORY
from anam.orders.tests.breaking.money import MONEY
from anam.orders.tests.breaking.once import ONCE
from anam.orders.tests.breaking.one import Break
from anam.orders.tests.breaking.parts import PARTS
from anam.orders.tests.breaking.requests import REQUESTS

__all__ = ["BREAKS", "Break"]

BREAKS = (*DECLINING, *ONCE, *MONEY, *GOODS, *HISTORY, *CASES, *REQUESTS, *PARTS)
