"""What we do not ask Stripe for, because we know the answer."""

from anam.coded import Coded, coded, worded
from anam.payments.sentences import WHY_NOT_MOVED


class No(Exception):
    """Nothing is asked: `why` in a sentence of ours."""

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code)
        self.code = code
        self.why: Coded = coded(code, **parameters)

    @property
    def words(self) -> str:
        return worded(self.why, WHY_NOT_MOVED)
