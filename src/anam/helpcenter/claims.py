"""Numbers of hours that an article states, what each is about, and whether the policy says the same."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from anam.helpcenter.library import Library

_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=1,
    )
} | {"twenty-four": 24, "thirty-six": 36, "forty-eight": 48, "seventy-two": 72, "ninety-six": 96, "thirty": 30}
_SPAN = re.compile(
    rf"(?<![\d.,–-])(\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
    r"[\s-]*(?:(?:business|working)\s+)?(hours?|hrs?|h|days?|weeks?)\b(?!\s*\d)(?!\s*(?:a|per)\s+(?:day|week)|/)",
    re.IGNORECASE,
)
_HOURS = {"h": 1, "d": 24, "w": 168}
# 5–7 days, working days: not what the policy counts in.
_OTHER_DAYS = re.compile(r"\d\s*(?:–|-|to)\s*$", re.IGNORECASE)
_WORKING = re.compile(r"business|working", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
# For each number of the policy, the words that a sentence about it has, all of them; in the order of precision.
_ABOUT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("first_reminder_hours", (r"\bremind\w*",)),
    ("last_reminder_hours", (r"\bremind\w*",)),
    ("support_answer_hours", (r"\bsupport\b", r"\b(?:answers?|answered|repl(?:y|ies)|responds?|gets? back)\b")),
    ("request_answer_hours", (r"\b(?:makers?|they|you)\b", r"\b(?:answers?|repl(?:y|ies)|responds?|agrees?)\b",
                              r"\b(?:requests?|ask(?:s|ed)?)\b")),
    ("buyer_request_hours", (r"\b(?:requests?|ask(?:s|ed)?)\b", r"\b(?:cancel\w*|remove|change)\b",
                             r"\b(?:buyers?|shops?|of being placed|after (?:you|it|the order)|since)\b")),
    ("confirm_card_hours", (r"\bconfirm\w*\b", r"\bcards?\b")),
    ("decline_window_hours", (r"\b(?:cancel\w*|declin\w*|call(?:ed|s|ing)? (?:it |an order )?off|window)\b",)),
)  # fmt: skip
_MAX_COUNT = 100


@dataclass(frozen=True)
class Contradiction:
    """An article says one number, and the policy another."""

    says: str
    hours: int
    name: str
    policy: int
    sentence: str

    @property
    def words(self) -> str:
        return f"it says “{self.says}”, and the policy {self.policy} hours ({self.name}): “{self.sentence}”"


def claims_in(text: str) -> list[dict[str, Any]]:
    """Every number of hours or days in a sentence about something that the policy has a number for."""
    return list(_found(text))[:_MAX_COUNT]


def _found(text: str) -> Iterator[dict[str, Any]]:
    for sentence in _SENTENCE.split(text):
        about = [name for name, words in _ABOUT if all(re.search(word, sentence, re.IGNORECASE) for word in words)]
        if not about:
            continue
        for span in _SPAN.finditer(sentence):
            if not _OTHER_DAYS.search(sentence[: span.start()]) and not _WORKING.search(span[0]):
                number = _NUMBERS.get(span[1].lower()) or int(span[1])
                hours = number * _HOURS[span[2][0].lower()]
                yield {"says": span[0], "hours": hours, "about": about, "sentence": sentence.strip()[:200]}


def contradictions(claims: Sequence[dict[str, Any]], library: Library) -> list[Contradiction]:
    """Those of `claims` that agree with none of the numbers that they may be about."""
    policy = dict(library.policy)
    return [
        Contradiction(one["says"], one["hours"], one["about"][0], policy[one["about"][0]], one["sentence"])
        for one in claims
        if one["hours"] not in [policy[name] for name in one["about"] if name in policy]
    ]
