"""What we do not ask Stripe for, because we know the answer."""


class No(Exception):
    """Nothing is asked: `code` for programs, `words` for people."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code, self.words = code, words
