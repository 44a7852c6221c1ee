"""Every form that changes something, sent twice: one after the other, and at once. Nothing is done twice (D7).

Which forms there are the addresses of the site say; how each is filled in, the pages on which it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from anam.orders.actions.accept import accept
from anam.orders.actions.ship import ship
from anam.orders.models import Order
from conftest import Cast, make_cast
from tests.copies import create_like, drop, make_copy, worker
from tests.pages import every_order, held_elsewhere, pages
from tests.races.clients import at_once
from tests.races.forms import Form, forms_of

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WORLD, COPY = f"anam_forms_{worker()}", f"anam_forms_copy_{worker()}"
OTHERS_FORMS = {"accounts/": "Signing in and out, passwords: the library's own, and about nobody's order."}
# What these are asked to do is to be done as often as it is asked.
MAY_HAPPEN_TWICE: dict[str, str] = {}
CHANGE_NOTHING: dict[str, str] = {}
ON_NO_PAGE: dict[str, str] = {}
FILLED_IN: dict[str, dict[str, str]] = {}
_SUMS = """
SELECT c.table_name, array_agg(c.column_name::text) FILTER (
         WHERE c.data_type IN ('integer', 'bigint', 'smallint') AND c.column_name NOT IN ('id', 'seq', 'last_seq')
         AND c.column_name NOT LIKE '%\\_id')
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' GROUP BY 1
"""
# Sessions and throttling count requests, not what was done; a refused attempt is on record each time (D12).
_NOT_DEEDS = ("django_session", "cache_entry", "api_use", "history_event", "procrastinate_events", "kept_draft")


@dataclass
class World:
    """Where every form stands: one for each address, with the person who sees it; and everybody's session."""

    forms: dict[str, tuple[str, Form]]
    sessions: dict[str, str]

    def client(self, who: str) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def send(self, name: str) -> int:
        who, form = self.forms[name]
        fields = {**form.fields, **FILLED_IN.get(name, {})}
        client = self.client(who)
        try:
            return client.post(form.path, fields).status_code
        finally:
            connection.close()


def point_at(name: str) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A database that nobody else uses, with something for every form to do."""
    make_copy(WORLD)
    with django_db_blocker.unblock():
        was = connection.settings_dict["NAME"]
        point_at(WORLD)
        try:
            with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}):
                yield _make_world()
        finally:
            point_at(was)
            drop(COPY)
            drop(WORLD)


def _make_world() -> World:
    town = make_cast()
    orders = every_order(town)
    more = _more_orders(town)
    sessions, forms = {}, {}
    visits = pages(town, orders)
    visits["hanna"] += [f"/portal/orders/{order.number}/" for order in more.values()]
    visits["ines"] += [f"/orders/{order.number}/" for order in more.values()]
    visits["sam"] += [f"/desk/orders/{order.number}/" for order in more.values()]
    for who in ("hanna", "ines", "sam"):
        client = Client()
        client.force_login(getattr(town, who), backend=settings.AUTHENTICATION_BACKENDS[0])
        sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
        for page in visits[who]:
            for form in forms_of(page, client.get(page).content.decode()):
                forms.setdefault(_name_of(form), (who, form))
    return World(forms, sessions)


def _more_orders(town: Cast) -> dict[str, Order]:
    """An order that can ship, one that has shipped, and one whose money its maker may confirm."""
    made = {"accepted": town.order(), "shipped": town.order(), "due": held_elsewhere(town)}
    for name in ("accepted", "shipped"):
        accept(made[name].number, maker=town.byrne, by=town.hanna)
    ship(made["shipped"].number, maker=town.byrne, by=town.hanna, carrier="An Post")
    return made


def _name_of(form: Form) -> str:
    return resolve(form.path).url_name or form.path


def _deeds() -> dict[str, Any]:
    """What there is: the rows of every table, and the sums of every number in them."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS)
        found = {}
        for table, columns in cursor.fetchall():
            if table in _NOT_DEEDS:
                continue
            asked = ", ".join(["count(*)", *(f"sum({column})" for column in sorted(columns or []))])
            only = " WHERE kind <> 'decline_refused'" if table == "history_entry" else ""
            cursor.execute(f'SELECT {asked} FROM "{table}"{only}')  # noqa: S608 - names of tables
            found[table] = cursor.fetchone()
    return found


def _differ(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {name: (one[name], other[name]) for name in one if one[name] != other[name]}


def test_debug(world: World) -> None:
    import time
    for name in sorted(world.forms):
        t=time.time()
        create_like_now()
        before = _deeds()
        s1 = world.send(name); once = _deeds()
        s2 = world.send(name); again = _deeds()
        create_like_now()
        s3 = at_once(lambda: world.send(name), lambda: world.send(name)); both = _deeds()
        print(name, world.forms[name][0], world.forms[name][1].page, s1, s2, s3, "CHANGED" if before != once else "NOTHING", "" if once == again else f"AGAIN {_differ(once, again)}", "" if once == both else f"BOTH {_differ(once, both)}", round(time.time()-t,2))


def create_like_now() -> None:
    point_at("postgres")
    create_like(COPY, WORLD)
    point_at(COPY)
