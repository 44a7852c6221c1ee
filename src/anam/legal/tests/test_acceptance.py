"""The terms are the operator's words, by version; whoever joins accepts what they were shown, and that is on record."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.http import QueryDict
from django.test import Client

from anam.legal.actions.publish_text import publish_text
from anam.legal.actions.record_acceptance import record_acceptance
from anam.legal.forms import AcceptanceFields
from anam.legal.models import Acceptance, LegalText
from anam.people.models import User
from anam.refusals import Refused
from anam.sql import execute
from anam.web.forms import LineField
from conftest import PASSWORD, Cast

SignIn = Callable[[User], Client]


class JoinForm(AcceptanceFields):
    name = LineField("Your name")


def publish(kind: str = "terms", source: str = "# Be kind\n\nPay **in time**.", *, base: int = 0) -> LegalText:
    return publish_text(kind, source=source, change="", by=None, base_version=base)


def sent(**fields: str) -> JoinForm:
    data = QueryDict(mutable=True)
    data.update(fields)
    return JoinForm(data)


def test_where_the_operator_wrote_none_nothing_is_asked_and_the_pages_say_so(cast: Cast) -> None:
    form = sent(name="Ines")
    assert form.is_valid()
    assert "accepts" not in form.fields
    record_acceptance(cast.ines, versions=form.versions)
    assert not Acceptance.objects.exists()
    for address in ("/terms/", "/privacy/"):
        page = Client().get(address)
        assert page.status_code == 404
        assert "has not published any yet" in page.content.decode()


def test_whoever_joins_accepts_what_they_were_shown_and_when_is_on_record(cast: Cast) -> None:
    terms, privacy = publish(), publish("privacy", "We keep little.")
    page = str(JoinForm()["accepts"].as_field_group())
    assert f'href="{terms.get_absolute_url()}"' in page
    assert f'href="{privacy.get_absolute_url()}"' in page
    value = re.findall(r'value="([\d,]+)"', page)[0]
    form = sent(name="Ines", accepts=value)
    assert form.is_valid()
    record_acceptance(cast.ines, versions=form.versions)
    record_acceptance(cast.ines, versions=form.versions)  # the form sent twice
    kept = Acceptance.objects.filter(user=cast.ines)
    assert {one.text_id for one in kept} == {terms.pk, privacy.pk}
    assert all(one.accepted_at for one in kept)


def test_without_the_tick_nobody_joins(cast: Cast) -> None:
    publish()
    form = sent(name="Ines")
    assert form.errors["accepts"] == ["To join, you accept the terms: tick the box."]
    with pytest.raises(Refused):
        record_acceptance(cast.ines, versions=form.versions)


def test_what_was_changed_meanwhile_is_not_accepted_unread_and_the_box_is_empty_again(cast: Cast) -> None:
    first = publish()
    before = {first.pk}
    publish(source="Pay twice.", base=1)
    form = sent(name="Ines", accepts=str(first.pk))
    assert "changed a moment ago" in form.errors["accepts"][0]
    assert "checked" not in str(form["accepts"])
    assert form.versions == set()
    with pytest.raises(Refused) as no:
        record_acceptance(cast.ines, versions=before)
    assert no.value.refusal.code == "terms_changed"


def test_old_versions_stay_readable_and_say_that_they_are_old(db: None) -> None:
    publish()
    publish(source="Pay twice.", base=1)
    now, old = Client().get("/terms/").content.decode(), Client().get("/terms/1/").content.decode()
    assert "Pay twice." in now
    assert "/terms/1/" in now
    assert "<h2>Be kind</h2>" in old
    assert "<strong>in time</strong>" in old
    assert "Read the version in force" in old
    assert Client().get("/terms/3/").status_code == 404


def test_what_the_operator_writes_does_nothing_but_read(db: None) -> None:
    publish(source="<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://evil.example/y.png)")
    page = Client().get("/terms/").content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img" not in page.split("<article")[1]


CHANGES = [
    "UPDATE legal_text SET source = 'x'",
    "DELETE FROM legal_text",
    "DELETE FROM legal_acceptance",
    "TRUNCATE legal_acceptance",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_itself_changes_no_version_and_no_acceptance(cast: Cast, statement: str) -> None:
    record_acceptance(cast.ines, versions={publish().pk})
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        execute(statement)


def test_published_twice_is_one_version_and_who_was_slower_is_told(cast: Cast) -> None:
    """D7"""
    one = publish_text("terms", source="A.", change="", by=cast.sam, base_version=0)
    assert publish_text("terms", source="A.", change="", by=cast.sam, base_version=0) == one
    with pytest.raises(Refused, match="Version 1 was published while you were writing"):
        publish_text("terms", source="B.", change="", by=cast.sam, base_version=0)
    with pytest.raises(Refused, match="Write the text first"):
        publish_text("terms", source="", change="", by=cast.sam, base_version=1)


def test_a_new_version_is_asked_for_at_the_next_sign_in_quietly_and_locks_nobody_out(cast: Cast) -> None:
    record_acceptance(cast.hanna, versions={publish().pk})
    order = cast.order(told=True)
    client = Client()
    login = {"login": cast.hanna.email, "password": PASSWORD}
    client.post("/accounts/login/", login)
    assert "Please read" not in client.get("/portal/orders/").content.decode()
    publish_text("terms", source="New.", change="You pay later.", by=None, base_version=1)
    client.post("/accounts/logout/")
    client.post("/accounts/login/", login)
    page = client.get(f"/portal/orders/{order.number}/")
    assert page.status_code == 200
    assert "the terms, version 2" in page.content.decode()
    assert "You pay later." in page.content.decode()
    shown = re.findall(r'name="text" value="(\d+)"', page.content.decode())
    answer = client.post("/terms/accept/", {"text": shown, "back": "/portal/products/"})
    assert answer.url == "/portal/products/"
    assert "Please read" not in client.get("/portal/orders/").content.decode()
    assert Acceptance.objects.filter(user=cast.hanna, text__version=2).exists()


def test_support_is_not_asked_and_one_who_accepts_leads_to_no_other_site(cast: Cast) -> None:
    text = publish()
    for person, asked in ((cast.sam, False), (cast.ines, True)):
        client = Client()
        client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        assert ("Please read" in client.get("/support/").content.decode()) is asked
    assert client.post("/terms/accept/", {"text": text.pk, "back": "https://evil.example/"}).url == "/"


def test_only_who_leads_support_writes_the_terms(cast: Cast, sign_in: SignIn) -> None:
    address = "/desk/settings/terms/"
    for person in (cast.hanna, cast.ines):
        assert sign_in(person).get(address).status_code == 404
    User.objects.filter(pk=cast.sam.pk).update(leads_support=False)
    assert sign_in(cast.sam).get(address).status_code == 403
    User.objects.filter(pk=cast.sam.pk).update(leads_support=True)
    client = sign_in(cast.sam)
    page = client.get(address)
    assert page.status_code == 200
    preview = client.post(f"{address}preview/", {"source": "*Soon*", "change": "", "seen": "0"})
    assert "<em>Soon</em>" in preview.content.decode()
    assert not LegalText.objects.exists()
    assert client.post(address, {"source": "Now", "change": "", "seen": "0"}).status_code == 302
    assert client.post(address, {"source": "Later", "change": "", "seen": "0"}).status_code == 409
    assert client.post(address, {"source": "", "change": "", "seen": "1"}).status_code == 422
    assert [text.source for text in LegalText.objects.all()] == ["Now"]
