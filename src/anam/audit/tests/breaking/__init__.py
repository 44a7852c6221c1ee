"""How to break each invariant: the SQL that a bug, or a hand in the database, might have run."""

from anam.audit.tests.breaking.cases import CASES
from anam.audit.tests.breaking.declining import DECLINING
from anam.audit.tests.breaking.goods import GOODS
from anam.audit.tests.breaking.history import HISTORY
from anam.audit.tests.breaking.ledger import LEDGER
from anam.audit.tests.breaking.money import MONEY
from anam.audit.tests.breaking.once import ONCE
from anam.audit.tests.breaking.one import Break
from anam.audit.tests.breaking.parts import PARTS
from anam.audit.tests.breaking.refunds import REFUNDS
from anam.audit.tests.breaking.requests import REQUESTS
from anam.audit.tests.breaking.returns import RETURNS
from anam.audit.tests.breaking.unpaid import UNPAID

__all__ = ["BREAKS", "Break"]

BREAKS = (
    *(*DECLINING, *ONCE, *MONEY, *LEDGER, *UNPAID, *GOODS),
    *(*HISTORY, *CASES, *REQUESTS, *PARTS, *REFUNDS, *RETURNS),
)
