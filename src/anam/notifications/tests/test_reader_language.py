"""Whatever tells people, the words are made in the language of whoever reads them, in the engine and nowhere else."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from tests.languages import irish

from anam.mail.content import EmailContent, ExternalRecipient
from anam.mail.models import Email
from anam.notifications.engine import Telling, notify
from anam.notifications.registry import Notification
from anam.people.models import User
from conftest import Cast

pytestmark = pytest.mark.django_db


def said_in_its_language() -> EmailContent:
    return EmailContent(
        subject=f"{translation.get_language()}: {translation.gettext('Read and answer')}", paragraphs=[]
    )


def test_each_reader_gets_the_words_in_their_own_language(cast: Cast, tmp_path: Path, settings: Any) -> None:
    User.objects.filter(pk=cast.ines.pk).update(language="ga")
    User.objects.filter(pk=cast.otto.pk).update(language="xx")  # that a later version knew
    cast.ines.refresh_from_db()
    cast.otto.refresh_from_db()
    with irish(settings, tmp_path, {"Read and answer": "Léigh agus freagair"}):
        readers = (cast.ines, cast.hanna, cast.otto, ExternalRecipient("ada@elsewhere.test"))
        her = Notification("test", "her")
        told = notify(*(Telling(her, said_in_its_language, to=one, key=f"a:{one.email}") for one in readers))
        assert told == 4
        assert translation.get_language() == "en"
    in_english = "en: Read and answer"
    assert dict(Email.objects.values_list("to", "subject")) == {
        cast.ines.email: "ga: Léigh agus freagair",
        cast.hanna.email: in_english,
        cast.otto.email: in_english,
        "ada@elsewhere.test": in_english,
    }
