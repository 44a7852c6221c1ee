"""Logs: one line of key=value for each event, with structlog."""

import logging
from functools import cached_property
from typing import Any


class ByAVisitor(logging.Filter):
    """What a visitor did wrong is no error of ours: one line that warns, and no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security"):
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


class Line(logging.Formatter):
    """The formatter that settings.LOGGING names.

    structlog comes with the first line: importing it, and Rich with it, is a tenth of the start of every process, and
    most commands have nothing to log.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: str = self._structlog.format(record)
        return line

    @cached_property
    def _structlog(self) -> Any:
        from structlog import processors, stdlib

        return stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                stdlib.add_log_level,
                stdlib.ExtraAdder(),
                processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                stdlib.ProcessorFormatter.remove_processors_meta,
                processors.format_exc_info,
                processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], sort_keys=True),
            ],
        )
