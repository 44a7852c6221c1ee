"""A second language for a test, with the few sentences that it needs: the product speaks English only so far."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils.translation import trans_real


@contextmanager
def irish(settings: Any, folder: Path, sentences: Mapping[str, str]) -> Iterator[None]:
    """Irish is known meanwhile, with these `sentences` by their English; `folder` is the test's own."""
    catalog = Catalog(locale="ga")
    for english, words in sentences.items():
        catalog.add(english, words)
    messages = folder / "ga" / "LC_MESSAGES"
    messages.mkdir(parents=True, exist_ok=True)
    with (messages / "django.mo").open("wb") as file:
        write_mo(file, catalog)
    before = settings.LANGUAGES, settings.LOCALE_PATHS
    settings.LANGUAGES, settings.LOCALE_PATHS = [("en", "English"), ("ga", "Irish")], [str(folder)]
    _forget()
    try:
        yield
    finally:
        settings.LANGUAGES, settings.LOCALE_PATHS = before
        _forget()


def _forget() -> None:
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real.get_languages.cache_clear()  # type: ignore[attr-defined]
