import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class Folder(FileSystemStorage):
    """A folder into which a file comes whole or not at all, however its writer ends; and once it is there, it stays."""

    def _save(self, name: str, content: Any) -> str:
        there = Path(self.path(name))
        there.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=there.parent, prefix=".", delete=False) as part:
            try:
                for chunk in content.chunks():
                    part.write(chunk)
                part.flush()
                os.fsync(part.fileno())
                Path(part.name).chmod(0o644)
                Path(part.name).replace(there)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        return name
