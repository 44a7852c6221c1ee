"""What somebody was typing when their session ended: kept for them, once, on that page alone."""

from django.test import Client

from conftest import PASSWORD, Cast

PAGE = "/messages/to/byrne/"


def type_and_sign_in(cast: Cast, fields: dict[str, str], *, path: str = PAGE) -> Client:
    client = Client()
    client.post(path, fields)
    client.post("/accounts/login/", {"login": cast.ines.email, "password": PASSWORD})
    return client


def test_the_words_are_there_again_once(cast: Cast) -> None:
    client = type_and_sign_in(cast, {"message": "Typed with care <3"})
    assert "Typed with care &lt;3</textarea>" in client.get(PAGE).content.decode()
    assert "Typed with care" not in client.get(PAGE).content.decode()


def test_they_are_there_on_that_page_alone(cast: Cast) -> None:
    client = type_and_sign_in(cast, {"message": "Typed with care"})
    assert "Typed with care" not in client.get("/messages/to/weaves/").content.decode()
    assert "Typed with care" in client.get(PAGE).content.decode()


def test_tokens_are_not_kept(cast: Cast) -> None:
    client = Client()
    client.post(PAGE, {"message": "Words", "csrfmiddlewaretoken": "t", "announced": "a"})
    assert client.session["draft"]["fields"] == {"message": ["Words"]}


def test_a_flood_of_words_is_not_kept(cast: Cast) -> None:
    client = type_and_sign_in(cast, {"message": "x" * 120_001})
    assert "draft" not in client.session


def test_looking_keeps_nothing(db: None) -> None:
    client = Client()
    client.get(PAGE)
    assert "draft" not in client.session


def test_signing_in_as_somebody_else_shows_them_nothing_of_it(cast: Cast) -> None:
    """Two people at one machine: the page is not the other's, so neither are the words."""
    client = Client()
    client.post(PAGE, {"message": "Typed by Ines"})
    client.post("/accounts/login/", {"login": cast.hanna.email, "password": PASSWORD})
    assert client.get(PAGE).status_code == 404
