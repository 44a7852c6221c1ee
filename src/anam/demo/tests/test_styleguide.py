"""The page of all components, in the demo alone."""

import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.test import Client

SHEETS = Path(apps.get_app_config("web").path) / "static/anam"


def test_every_component_and_every_colour_is_shown(db: None, settings: Any) -> None:
    settings.DEMO = True
    page = Client().get("/styleguide/").content.decode()
    shown = set(" ".join(re.findall(r'class="([^"]*)"', page)).split())
    components = (
        "primary danger quiet small-button icon menu pill tabs chips segments stepper cards field errors wrong choices "
        "note note-warn note-stop toast box quote rows row table facts timeline deadline empty thumb picture help badge"
    )
    assert set(components.split()) - shown == set()
    assert {f"glaze-{name}" for name in ("celadon", "cobalt", "iron", "straw", "heather", "slip")} - shown == set()
    colours = set(re.findall(r"--([a-z-]+): light-dark\(#", (SHEETS / "tokens.css").read_text()))
    told = {name for name in colours if not re.search("celadon|cobalt|iron|straw|heather|slip", name)} - {"on-paper"}
    assert told - set(re.findall(r'data-token="([a-z-]+)"', page)) == set()
    sheet = (SHEETS / "styleguide.css").read_text()
    assert all(f'[data-token="{name}"]' in sheet for name in told)


def test_in_production_there_is_no_such_page(db: None, settings: Any) -> None:
    settings.DEMO = False
    assert Client().get("/styleguide/").status_code == 404
