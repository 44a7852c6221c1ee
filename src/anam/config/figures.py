"""Where the processes of one machine keep their figures, so that whichever is asked can tell those of all."""

import os
from contextlib import suppress
from pathlib import Path

from anam.config.database import HOME

NAME = "PROMETHEUS_MULTIPROC_DIR"


def keep_them_together() -> None:
    """Before prometheus_client is imported: name the folder where every process has files of its own.

    Those of the dead are removed here, when a process starts, and not before: until then they count.
    """
    folder = Path(os.environ.setdefault(NAME, str(HOME / "figures")))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # nothing can be written here: each process tells its own figures alone
        del os.environ[NAME]
        return
    for file in folder.glob("*.db"):
        number = file.stem.rpartition("_")[2]
        if number.isdigit() and not _lives(int(number)):
            file.unlink(missing_ok=True)


def _lives(number: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return False
    return True
