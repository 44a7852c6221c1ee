"""The process that decodes pictures: asked on its standard input, it answers on its standard output.

It holds nothing that is worth having, works when nobody else wants to, and ends with whoever started it. A picture
that takes too much time or memory ends it too, and nothing else.
"""

import json
import os
import resource
import signal
import sys
from typing import Any, BinaryIO

from anam.decoding import articles, messages, products
from anam.decoding.unusable import Unusable

CPU_SECONDS = 10
MEMORY = 1536 * 1024 * 1024
_KINDS = {"message": messages.written_anew, "article": articles.written_anew, "product": products.written_anew}


def main() -> None:
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a decoder prints is no answer
    while line := asked.readline():
        question = json.loads(line)
        content = asked.read(question["length"])
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
        facts, blobs = _answer(question["kind"], content)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _write(answers, facts, blobs)


def _answer(kind: str, content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    try:
        return _KINDS[kind](content)
    except Unusable as why:
        return {"unusable": [why.code, why.words]}, []


def _write(answers: BinaryIO, facts: dict[str, Any], blobs: list[bytes]) -> None:
    answers.write(json.dumps({"facts": facts, "lengths": [len(blob) for blob in blobs]}).encode() + b"\n")
    for blob in blobs:
        answers.write(blob)
    answers.flush()


if __name__ == "__main__":
    main()
