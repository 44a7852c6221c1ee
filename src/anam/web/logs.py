"""Logs: one line of key=value for each event, with structlog."""

import logging
from typing import Any

import structlog


class ByAVisitor(logging.Filter):
    """What a visitor did wrong is no error of ours: one line that warns, and no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security"):
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def formatter(*_: Any, **__: Any) -> logging.Formatter:
    """The formatter that settings.LOGGING names."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], sort_keys=True),
        ],
    )
