class Unusable(Exception):
    """Bytes that are no picture as we need it: a stable code, and why, in words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words
