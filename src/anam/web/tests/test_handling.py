"""How views answer what they are refused, and what is not there."""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from anam.marketplace.models import Marketplace
from anam.refusals import Refusal, Refused
from anam.web.handling import handles
from anam.web.models import Draft

APPS = Path(__file__).parents[2]
# Each needs more than the request to answer: what it read before it asked, or that a page has moved.
BY_HAND = {
    "conversations/views/draft_autosave.py",
    "helpcenter/views/editor.py",
    "helpcenter/views/article_page.py",
    "support/views/reasons.py",
}


def page(request: HttpRequest, pk: int = 0, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{pk}: {refused.message if refused else ''}", status=status)


def refusing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Its docstring."""
    raise Refused.because("case_closed", "It is closed.")


def failing(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


@pytest.fixture
def request_() -> Any:
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def test_a_view_that_is_refused_nothing_answers_itself(request_: Any) -> None:
    assert handles(refused=page, not_found=Draft.DoesNotExist)(page)(request_, 7).content == b"7: "


@pytest.mark.parametrize(("more", "status"), [({}, 409), ({"status": 422}, 422)])
def test_a_page_shows_the_refusal_of_what_the_view_was_called_for(request_: Any, more: Any, status: int) -> None:
    view = handles(refused=page, **more)(refusing)
    for answer in (view(request_, 7), view(request_, pk=7)):
        assert (answer.status_code, answer.content) == (status, b"7: It is closed.")


def test_an_address_is_gone_to_and_says_the_refusal_there(request_: Any) -> None:
    """The first argument says of what: a delivery's refusal is shown on the page of its webhook."""
    answer = handles(refused="webhook")(refusing)(request_, pk=7, delivery=12)
    assert (answer.status_code, answer["Location"]) == (302, "/preferences/webhooks/7/")
    assert [str(message) for message in request_._messages] == ["It is closed."]


def test_an_address_without_arguments_is_gone_to_as_well(request_: Any) -> None:
    assert handles(refused="basket")(refusing)(request_)["Location"] == "/basket/"


def test_what_is_not_there_is_404(request_: Any) -> None:
    view = handles(refused=page, not_found=Draft.DoesNotExist)
    with pytest.raises(Http404):
        view(failing(Draft.DoesNotExist()))(request_)
    with pytest.raises(Http404):
        handles(not_found=(Draft.DoesNotExist, Marketplace.DoesNotExist))(failing(Marketplace.DoesNotExist()))(request_)


@pytest.mark.parametrize("error", [Marketplace.DoesNotExist(), ObjectDoesNotExist(), RuntimeError("This is a bug.")])
def test_what_nobody_spoke_of_is_a_bug_and_stays_one(request_: Any, error: Exception) -> None:
    with pytest.raises(type(error)):
        handles(refused=page, not_found=Draft.DoesNotExist)(failing(error))(request_)


def test_a_refusal_that_a_view_does_not_speak_of_stays_one(request_: Any) -> None:
    with pytest.raises(Refused):
        handles(not_found=Draft.DoesNotExist)(refusing)(request_)


def test_the_view_keeps_its_name_and_its_docstring() -> None:
    view = handles(refused=page)(refusing)
    assert (view.__name__, view.__doc__) == ("refusing", "Its docstring.")


def test_no_other_view_catches_by_hand_what_is_refused_or_not_there() -> None:
    found = set()
    for file in [*APPS.glob("*/views.py"), *APPS.glob("*/views/*.py")]:
        handlers = [one for one in ast.walk(ast.parse(file.read_text())) if isinstance(one, ast.ExceptHandler)]
        if any(word in ast.unparse(one.type) for one in handlers if one.type for word in ("Refused", "DoesNotExist")):
            found.add(str(file.relative_to(APPS)))
    assert found == BY_HAND
