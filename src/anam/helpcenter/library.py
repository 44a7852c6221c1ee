"""What an article is filled in with: the marketplace, its policy, and the files of the folder it came from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from anam.helpcenter.models import FolderFile
from anam.helpcenter.reading import Unreadable, load
from anam.marketplace.current import marketplace
from anam.policy.models import SETTABLE, current_policy


@dataclass(frozen=True)
class Library:
    """Everything an article's words depend on beside itself; the same library and source make the same page."""

    policy_id: int
    policy: tuple[tuple[str, Any], ...]
    site: str
    includes: tuple[tuple[str, str], ...]

    @property
    def variables(self) -> dict[str, Any]:
        return {"policy": dict(self.policy), "site": self.site_values, "_includes": dict(self.includes)}

    @property
    def site_values(self) -> dict[str, Any]:
        values: dict[str, Any] = json.loads(self.site)
        return values


def library_now() -> Library:
    """The policy in force, and the files as they were last imported: two statements."""
    return library_of(dict(FolderFile.objects.order_by("path").values_list("path", "source")))


def library_of(files: Mapping[str, str]) -> Library:
    """A library with the current policy and these files, by their paths in the folder."""
    policy = current_policy()
    return Library(
        policy.pk,
        tuple((name, getattr(policy, name)) for name in SETTABLE),
        json.dumps(_site(files), default=str, sort_keys=True),
        tuple((path.removeprefix("_includes/"), text) for path, text in files.items() if path.startswith("_includes/")),
    )


def _site(files: Mapping[str, str]) -> dict[str, Any]:
    """What `site` is: the folder's own values, and over them the names that the marketplace goes by here."""
    values = _loaded(files, "_config.yml")
    site_data = {path[6:].rsplit(".", 1)[0]: _loaded(files, path) for path in files if path.startswith("_data/")}
    return {
        **values,
        "data": site_data,
        "_old_url": values.get("url", ""),
        "title": marketplace().name,
        "support_email": marketplace().support_email,
        "url": settings.SITE_URL,
    }


def _loaded(files: Mapping[str, str], path: str) -> dict[str, Any]:
    try:
        return load(files.get(path, ""), before=0, of=path)
    except Unreadable:  # said when it was imported
        return {}
