"""What is logged is one line, with all that was said about it."""

import logging

from anam.web.logs import Line


def test_what_is_said_beside_an_event_is_in_its_line() -> None:
    record = logging.getLogger("anam.test").makeRecord(
        "anam.test", logging.WARNING, __file__, 1, "job_without_its_row", (), None, extra={"job": 7, "row": "mail 3"}
    )
    line = Line().format(record)
    assert line.startswith("timestamp='20")
    assert line.endswith(" level='warning' event='job_without_its_row' job=7 row='mail 3'")
