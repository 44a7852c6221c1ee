"""Which e-mails somebody wants, and how they are reached; and the link that stops one kind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from anam.mail.content import EmailContent
from anam.mail.models import Email
from anam.mail.unsubscribing import stop_link
from anam.notifications.engine import Telling, notify
from anam.notifications.models import EmailOptOut
from anam.notifications.registry import Notification
from anam.people.models import User
from conftest import Cast, after_the_session

SignIn = Callable[[User], Client]
PAGE = "/preferences/"
WORDS = EmailContent(subject="It ships", paragraphs=["x"])
KEEP = {"wanted": ["message"], "phone": "+353 91 555 0142"}


def optional(cast: Cast, preference: str = "progress", key: str = "a-key") -> Email | None:
    told = notify(Telling(Notification("test", "her", preference), lambda: WORDS, to=cast.ines, key=key))
    return Email.objects.get(key=key) if told else None


def path_of(email: Email | None) -> str:
    assert email
    return stop_link(email).removeprefix("http://127.0.0.1:8000")


def test_what_is_chosen_is_kept_and_shown_again(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    assert ines.get(PAGE).content.decode().count("checked") == 3
    assert ines.post(PAGE, KEEP).status_code == 302
    user = User.objects.get(pk=cast.ines.pk)
    assert user.phone == "+353 91 555 0142"
    assert set(EmailOptOut.objects.of(user)) == {"progress", "confirmation"}
    page = ines.get(PAGE).content.decode()
    assert page.count("checked") == 1
    assert 'value="+353 91 555 0142"' in page
    ines.post(PAGE, {**KEEP, "wanted": ["message", "progress", "confirmation", "nonsense"]})
    assert not EmailOptOut.objects.of(user).exists()


def test_an_unwanted_kind_is_not_written_and_an_important_letter_always(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.ines).post(PAGE, {**KEEP, "wanted": []})
    assert optional(cast) is None
    assert optional(cast, "")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"phone": "call me"}, "does not look like a telephone number"),
        ({"phone": "1" * 60}, "telephone number"),
    ],
)
def test_what_is_unclear_is_said_and_what_was_typed_stays(
    cast: Cast, sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    answer = sign_in(cast.ines).post(PAGE, {**KEEP, **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert page.count("checked") == 1


def test_an_expired_session_keeps_what_was_typed(cast: Cast) -> None:
    client = after_the_session(cast.ines)
    answer = client.post(PAGE, {"phone": "+353 91 555 0142"})
    assert "/accounts/login/" in answer.url
    client.post("/accounts/login/", {"login": cast.ines.email, "password": "demo"})
    page = client.get(PAGE).content.decode()
    assert 'value="+353 91 555 0142"' in page
    assert "checked" not in page


def test_support_has_no_kinds_to_choose(cast: Cast, sign_in: SignIn) -> None:
    sam = sign_in(cast.sam)
    assert "E-mail me about" not in sam.get(PAGE).content.decode()
    assert sam.post(PAGE, {"phone": ""}).status_code == 302
    assert not EmailOptOut.objects.exists()


def test_the_form_is_held_to_its_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://evil.test"})
    client.force_login(cast.ines, backend="anam.people.signing_in.EmailBackend")
    client.post(PAGE, {**KEEP, "wanted": []})
    assert not EmailOptOut.objects.exists()


def test_a_mail_program_stops_a_kind_with_one_post_and_no_session(cast: Cast) -> None:
    """RFC 8058"""
    path = path_of(optional(cast))
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(EmailOptOut.objects.of(cast.ines)) == ["progress"]
    assert optional(cast, key="b-key") is None


def test_a_link_that_is_only_looked_at_stops_nothing(cast: Cast) -> None:
    """Scanners of mailboxes follow every link."""
    path = path_of(optional(cast))
    page = Client().get(path).content.decode()
    assert "Stop these emails?" in page
    assert not EmailOptOut.objects.exists()
    assert "These emails are stopped" in Client().post(path).content.decode()


@pytest.mark.parametrize("token", ["x", "1.progress", "1.progress:forged", "%00", "a" * 3000])
def test_a_link_that_we_did_not_make_is_no_page(cast: Cast, token: str) -> None:
    assert Client().post(f"{PAGE}stop/{token}/").status_code == 404


def test_a_link_stops_optional_kinds_of_people_who_exist(cast: Cast) -> None:
    def path(words: str) -> str:
        return f"{PAGE}stop/{signing.Signer(salt='anam.mail.stop').sign(words)}/"

    assert Client().post(path(f"{cast.ines.pk}.important")).status_code == 404
    assert Client().post(path("999999.progress")).status_code == 404
    assert not EmailOptOut.objects.exists()


def test_an_important_letter_has_no_such_link(cast: Cast) -> None:
    email: Any = optional(cast, "")
    assert stop_link(email) == ""
    assert "Stop emails of this kind" not in email.text
