"""The style sheets that every page needs, sent as one: a request in place of twenty, and half of the bytes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

EVERY_PAGE = "anam/every-page.css"
# In the order in which they are read.
SHEETS = [
    f"anam/{name}.css"
    for name in (
        *("tokens", "ground", "words", "frame", "button", "pill", "row", "field", "notice", "sheet", "timeline"),
        *("picture", "order", "shop", "postal", "prose", "help", "account", "writing", "effects"),
    )
]


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """As whitenoise keeps them, and the sheets of every page joined beside them."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join, then name by content and compress as always. `paths` are the collected files by name."""
        if not dry_run and set(SHEETS) <= paths.keys():
            joined = Path(self.path(EVERY_PAGE))
            joined.write_text("\n".join(Path(self.path(name)).read_text() for name in SHEETS))
            paths = {**paths, EVERY_PAGE: (self, EVERY_PAGE)}
        yield from super().post_process(paths, dry_run, **options)
