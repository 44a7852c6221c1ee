"""A session knows whose it is: who is signed in is read with it, and what has changed since holds at once."""

from collections.abc import Callable

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from anam.people.models import MakerMember, Session, User
from anam.people.sessions import SessionStore
from conftest import PASSWORD, Cast

SignIn = Callable[[User], Client]
PAGE = "/portal/orders/"


def test_a_session_is_nobodys_before_signing_in_and_after_signing_out(cast: Cast, sign_in: SignIn) -> None:
    visitor = SessionStore()
    visitor["basket"] = "kept"
    visitor.save()
    assert Session.objects.get().person is None
    hanna = sign_in(cast.hanna)
    assert Session.objects.get(session_key=hanna.cookies["sessionid"].value).person == cast.hanna
    hanna.post("/accounts/logout/")
    assert not Session.objects.filter(person=cast.hanna).exists()


def test_what_has_changed_about_somebody_holds_with_their_next_page(cast: Cast, sign_in: SignIn) -> None:
    """D5"""
    hanna = sign_in(cast.hanna)
    assert hanna.get(PAGE).status_code == 200
    MakerMember.objects.filter(user=cast.hanna).delete()
    assert hanna.get(PAGE).status_code == 404


@pytest.mark.parametrize("change", ["inactive", "inactive, of a session that names nobody", "another password"])
def test_who_may_not_sign_in_any_more_is_out_at_once(cast: Cast, change: str) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": cast.hanna.email, "password": PASSWORD})
    assert client.get(PAGE).status_code == 200
    person = User.objects.get(pk=cast.hanna.pk)
    if change == "another password":
        person.set_password("another one, long")
    else:
        person.is_active = False
    if "names nobody" in change:
        Session.objects.update(person=None)
    person.save()
    answer = client.get(PAGE)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_who_is_signed_in_costs_one_statement(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key, maker = sign_in(cast.hanna).cookies["sessionid"].value, cast.hanna.maker
    with django_assert_num_queries(1):
        session = SessionStore(key)
        assert session[SESSION_KEY] == str(cast.hanna.pk)
        assert session.person
        assert session.person.maker == maker
