"""A session knows whose it is: who is signed in is read with it, and what has changed since holds at once."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.db import connection
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


def test_whoever_was_signed_in_before_sessions_knew_their_person_stays_so(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    visitor = SessionStore()
    visitor["basket"] = "kept"
    visitor.save()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE django_session AS SELECT session_key, session_data, expire_date FROM session")
        cursor.execute("INSERT INTO django_session VALUES ('over', '', now() - interval '1 s')")
        cursor.execute("INSERT INTO django_session VALUES ('broken', '?', now() + interval '1 h')")
    Session.objects.all().delete()
    with connection.schema_editor() as editor:
        import_module("anam.people.migrations.0004_sessions").keep_signed_in(apps, editor)
    assert hanna.get(PAGE).status_code == 200
    assert SessionStore(visitor.session_key)["basket"] == "kept"
    assert set(Session.objects.values_list("person", flat=True)) == {cast.hanna.pk, None}
    assert not Session.objects.filter(session_key="over").exists()
    assert "django_session" not in connection.introspection.table_names()
