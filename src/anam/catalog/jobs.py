"""Pictures are made ready by the worker, one at a time; those of imports are fetched before that. Shops learn words."""

from typing import Any

from procrastinate.contrib.django import app

from anam.catalog.actions.fetch_picture import fetch_picture as fetch
from anam.catalog.actions.prepare_picture import prepare_picture as prepare
from anam.catalog.shop_words import learn_words
from anam.jobs import UntilDone


@app.task(name="catalog.prepare_picture", queue="pictures", retry=UntilDone())
def prepare_picture(picture_id: int) -> None:
    """Make the files of a picture that a maker sent, or refuse it."""
    prepare(picture_id)


@app.task(name="catalog.fetch_picture", queue="downloads", retry=UntilDone())
def fetch_picture(picture_id: int) -> None:
    """Bring a picture from the address that an import found."""
    fetch(picture_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="catalog.learn_shop_words", queue="clock", queueing_lock="catalog.learn_shop_words")
def learn_shop_words(timestamp: int, **_: Any) -> None:
    """Keep the words that typing mistakes in a search are measured against."""
    learn_words()
