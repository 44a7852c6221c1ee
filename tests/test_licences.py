"""Anam is given away under the Apache licence, and nothing that it runs with forbids that."""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Under the LGPL, which lets a program of another licence import what it leaves unchanged.
LGPL = {"psycopg", "psycopg-binary", "psycopg-pool"}
_LOCKED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==", re.MULTILINE)
_GPL = re.compile(r"\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)


def locked() -> list[str]:
    return _LOCKED.findall((ROOT / "requirements.lock").read_text())


def licence_of(package: Distribution) -> str:
    """What a package says of its licence: PEP 639's expression, or the older field and classifiers."""
    said = package.metadata.get_all("License-Expression") or []
    older = [text.splitlines()[0] for text in package.metadata.get_all("License") or [] if text]
    classified = [text for text in package.metadata.get_all("Classifier") or [] if text.startswith("License ::")]
    return "; ".join([*said, *older, *classified])


@pytest.mark.parametrize("name", locked())
def test_no_package_that_anam_runs_with_is_under_the_gpl(name: str) -> None:
    try:
        licence = licence_of(distribution(name))
    except PackageNotFoundError:
        pytest.skip("Only locked for another system.")
    assert licence
    assert not _GPL.search(licence)
    assert ("LGPL" in licence or "Lesser" in licence) == (name in LGPL)


def test_the_test_knows_a_gpl_when_it_sees_one() -> None:
    forbidden = ["GPL-3.0-or-later", "AGPL-3.0-only", "License :: OSI Approved :: GNU Affero General Public License v3"]
    assert all(_GPL.search(licence) for licence in forbidden)
    assert not _GPL.search("LGPL-3.0-only; License :: OSI Approved :: GNU Lesser General Public License v3")
    assert len(locked()) > 40


def test_the_licence_is_the_one_that_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0"
    [file] = project["license-files"]
    text = (ROOT / file).read_text()
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "Copyright 2026 the authors of Anam" in text
