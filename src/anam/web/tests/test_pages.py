"""What every page has in common, and what people see when one cannot be shown."""

import json
import logging.config
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import DjangoAssertNumQueries

from anam.web.models import Draft
from anam.web.views import errors
from conftest import Cast

SignIn = Callable[[Any], Client]
OURS = {"origin": "http://testserver"}
WORDS = "I am so sorry: my kiln is down until spring."


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("This is a bug.")


urlpatterns = [path("broken/", break_down), path("", include("anam.config.urls"))]
handler404, handler500 = errors.not_found, errors.broken


def test_a_page_that_there_is_not_says_so_in_our_words(db: None) -> None:
    answer = Client().get("/no-such-page/<b>/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()
    assert "<b>" not in answer.content.decode()


@pytest.mark.urls(__name__)
def test_a_bug_shows_a_page_that_needs_no_database(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        answer = client.get("/broken/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Something went wrong on our side" in page
    assert "RuntimeError" not in page
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("address", ["/", "/m/byrne/", "/accounts/login/", "/support/", "/outbox/", "/no-such-page/"])
def test_no_page_may_run_or_style_anything_inline(cast: Cast, address: str) -> None:
    answer = Client().get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for rule in (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
    ):
        assert rule in policy
    page = answer.content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_each_desk_has_its_own_way_around(cast: Cast, sign_in: SignIn) -> None:
    shown = {"hanna": "/portal/orders/", "ines": "/basket/", "sam": "/desk/"}
    for name in shown:
        page = sign_in(getattr(cast, name)).get("/support/").content.decode()
        ways = page.partition('<nav class="nav"')[2].partition("</nav>")[0]
        assert [other for other in shown if f'<a href="{shown[other]}"' in ways] == [name]


def test_times_are_shown_in_the_readers_zone_and_an_unknown_zone_is_no_error(cast: Cast, sign_in: SignIn) -> None:
    """D2"""
    order = cast.order()
    for zone in ("Asia/Kolkata", "Not/AZone", "../../etc/passwd", "\\", ""):
        type(cast.hanna).objects.filter(pk=cast.hanna.pk).update(time_zone=zone)
        assert sign_in(cast.hanna).get(f"/portal/orders/{order.number}/").status_code == 200


def test_a_page_that_is_too_old_is_opened_again_with_what_was_typed(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True, headers=OURS)
    client.force_login(cast.ines, backend="anam.people.signing_in.EmailBackend")
    answer = client.post("/messages/to/byrne/", {"message": WORDS, "csrfmiddlewaretoken": "old", "announced": "x"})
    assert (answer.status_code, answer.url) == (302, "/messages/to/byrne/")
    assert json.loads(Draft.objects.get(person=cast.ines).fields) == {"message": [WORDS]}
    assert f"{WORDS}</textarea>" in client.get(answer.url).content.decode()


def test_for_the_pop_up_the_whole_page_is_opened_again(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True, headers={**OURS, "hx-request": "true"})
    answer = client.post("/portal/orders/BYR-1/decline/", {"explanation": WORDS})
    assert answer.headers["HX-Redirect"] == "/portal/orders/BYR-1/decline/"
    assert answer.content == b""


def test_a_form_that_was_not_ours_keeps_nothing(cast: Cast) -> None:
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {}):
        client = Client(enforce_csrf_checks=True, headers=headers)
        answer = client.post("/portal/orders/BYR-1/contact/", {"message": WORDS})
        assert answer.status_code == 403
        assert WORDS not in answer.content.decode()
        assert "This page expired. Reload it." in answer.content.decode()
        assert not Draft.objects.exists()


def test_a_password_is_never_kept(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True, headers=OURS)
    client.force_login(cast.ines, backend="anam.people.signing_in.EmailBackend")
    answer = client.post("/accounts/login/", {"login": "x", "password": "my secret"})
    assert answer.status_code == 403
    assert "my secret" not in answer.content.decode()
    assert not Draft.objects.exists()


def test_more_fields_than_any_form_of_ours_has_are_refused(cast: Cast, sign_in: SignIn) -> None:
    many = {f"field-{number}": "x" for number in range(600)}
    assert sign_in(cast.ines).post("/messages/to/byrne/", many).status_code == 400


@pytest.mark.parametrize("address", ["/messages/to/byrne/", "/drafts/", "/support/declining-an-order/helpful/"])
def test_more_words_than_any_form_of_ours_takes_are_refused_in_words_and_leave_one_line(
    cast: Cast, sign_in: SignIn, address: str, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.config.dictConfig(settings.LOGGING)
    for client in (sign_in(cast.ines), Client()):
        for kind in ({}, {"content_type": "application/x-www-form-urlencoded"}):
            sent: Any = urlencode({"message": "x" * 1_100_000}) if kind else {"message": "x" * 1_100_000}
            capfd.readouterr()
            answer = client.post(address, sent, **kind)
            assert answer.status_code == 413
            assert "at most 1 MB of words" in answer.content.decode()
            said = capfd.readouterr().err
            assert "Traceback" not in said
            assert "level='error'" not in said


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns += [path("forbidden/", forbid, name="home")]  # a name that no role is asked for


@pytest.mark.urls(__name__)
def test_what_one_may_not_do_is_said_in_our_words(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.hanna).get("/forbidden/")
    assert answer.status_code == 403
    assert "Not yours to open" in answer.content.decode()
    assert cast.hanna.email in answer.content.decode()


def test_after_signing_in_the_page_says_nothing_but_its_own(cast: Cast) -> None:
    cast.hanna.set_password("a word of hers")
    cast.hanna.save()
    sent = {"login": cast.hanna.email, "password": "a word of hers"}
    page = Client().post("/accounts/login/", sent, follow=True).content.decode()
    assert "Orders" in page
    assert 'role="status"' not in page
    assert "signed in" not in page.lower()
