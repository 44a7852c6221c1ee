"""Every form that changes something, sent twice: one after the other, and at once. Nothing is done twice (D7).

Which forms there are the addresses of the site say; how each is filled in, the pages on which it stands.
Left out are signing in and out (the library's own) and the API, whose keys tests/races/test_api.py is about.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from anam.api.actions.make_token import make_token
from anam.catalog.actions.set_shipping_rate import set_shipping_rate
from anam.catalog.models import Storefront
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation
from anam.decoding.tests.pictures import upload
from anam.helpcenter.models import Article
from anam.history.feed import number_all_events
from anam.history.models import Event
from anam.mail.models import IncomingMail
from anam.orders.cancellation.decline import decline
from anam.orders.escalation.ask_support import ask_support
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import AddressRequest, Order
from anam.orders.requests.chase_requests import chase_requests
from anam.orders.ship_to.ask_for_country import ask_for_country
from anam.payments.models import PaymentOperation
from anam.people.models import Maker, User
from anam.policy.models import Policy, current_policy
from anam.postal.actions.keep_address import keep_address
from anam.webhooks.models import Delivery, Endpoint
from anam.webhooks.secret import new_secret
from conftest import Cast, make_cast
from tests.copies import drop, make_copy, worker
from tests.pages import GALWAY, application, every_order, held_elsewhere, pages
from tests.races.clients import WORDS, at_once
from tests.races.forms import Form, forms_of
from tests.races.kept import keep, marks, put_back

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WORLD = f"anam_forms_{worker()}"
_MAIL = b"From: ines@test.example\r\nSubject: Bowls\r\n\r\nTwo of them are broken.\r\n"
# Twice is what was asked for: with why, and the tables in which it shows.
MAY_HAPPEN_TWICE = {
    "basket": ("Put in twice is two of it: the basket shows so, and nothing is ordered yet.", {"basket_line"}),
    "portal-products": ("A count is kept each time; the second finds no difference, the stock is what was counted.",
                        {"stock_movement"}),
    "desk-try-again": ("Each asks the gateway once more; the key of the operation moves its money once.",
                       {"procrastinate_jobs"}),
    "webhook-again": ("Sent again is sent again: who receives it knows an event by its id.", {"webhook_attempt"}),
}  # fmt: skip
# What asks another server does so in no transaction.
ASKS_ELSEWHERE = {"checkout", "settings-payments-test"}
CHANGES_NOTHING = {"portal-decline-preview", "desk-cancel-preview", "desk-refund-preview", "policy-numbers-preview"}
CHANGES_NOTHING |= {"desk-article-preview", "desk-article-new-preview", "portal-letter"}
CHANGES_NOTHING |= {"desk-legal-preview", "settings-payments-test"}
CHANGES_NOTHING |= {"case", "desk"}  # a form without fields, which the key "a" points at the case that is read
# What can be done for ten seconds only: orders/tests/test_unaccept.py sends it twice.
FOR_SECONDS = {"portal-undo-accept"}
# What a script keeps while somebody types, and what a mail provider's program reports (known by its id).
ON_NO_PAGE = {"drafts", "messages-draft", "mail-webhook"}
# What stands above every page after a sign-in, and what an empty marketplace alone has: sent twice in their own tests.
ON_NO_PAGE |= {"legal-accept", "setup"}
TAKES_PICTURES = {"portal-pictures", "portal-cover"}
SURE = "We decided so together, and wrote it down."
EXPORT = "Name,Email\n#1001,ines@test.example\n"
# What a form needs that cannot be guessed from its page.
# An address that nobody has yet, with nothing to doubt.
_ELSEWHERE = {"name": "Ines", "line1": "9 Ferry Slip", "city": "Portland", "region": "ME", "postal_code": "04101"}
_TERMS = {"lead_time": "20", "options": "Size: Small"}
FILLED_IN: dict[str, dict[str, str]] = {
    "address": _ELSEWHERE,
    "address-add": _ELSEWHERE,
    "buyer-ship-to": _ELSEWHERE,
    "checkout-address": _ELSEWHERE,
    "webhook-types": {"types": "order.placed"},
    "product-add": _TERMS | {"price": "14.50", "stock": "3", "minimum": "6", "step": "3"},
    "portal-product": _TERMS | {"title": "Mug, blue", "stock": "7"},
    "product-place": {"place": "2"},
    "portal-storefront": {"tagline": "Stoneware", "state": "closed"},
    "portal-shipping": {"country": "IE", "shipping": "9"},
    "basket-change": {"quantity": "3"},
    "buyer-ask": {"what": "part", "remove-1": "1", "remove-2": "0"},
    "desk-confirm-payment": {"amount": "", "reference": "re_1"},
    "desk-correct-payment": {"words": "It was another order of theirs.", "due": "yes"},
    "portal-confirm-payment": {"amount": "", "reference": "re_1"},
    "portal-contact": {"message": "Hello, I am so sorry: my kiln is down until spring."},
    "policy-numbers-preview": {"decline_window_hours": "80", "why": SURE},
    "preferences": {"phone": "+353 91 555 0142"},
    "reason-add": {"key": "moved_away", "label": "Moved away", "why": SURE},
    "reason-reword": {"label": "The shop asked for it", "why": SURE},
    "team-member": {"role": "orders"},
    "apply": {"country": "IE", "website": ""},
    "invitations": {"role": "orders"},
    "desk-legal": {"source": "Be kind.", "change": "Kinder."},
    "settings-names": {"name": "Kiln & Loom", "support_email": "help@kiln.example", "accent": "#7a1f3d"},
    "settings-maker": {"maker": "Tin & Tallow", "email": "ada@test.example"},
    "settings-later": {"step": "texts"},
    "webhooks": {"url": "https://127.0.0.1/hook"},
}
_COLUMNS = """
SELECT c.table_name, array_agg(c.column_name::text) FILTER (
         WHERE c.data_type IN ('integer', 'bigint', 'smallint') AND c.column_name NOT IN ('id', 'seq', 'last_seq')
         AND c.column_name NOT LIKE '%\\_id')
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' GROUP BY 1
"""
# Sessions and throttling count requests, not what was done; a refused attempt is on record each time (D12).
_NOT_DEEDS = ("session", "cache_entry", "api_use", "history_event", "procrastinate_events", "kept_draft")


@dataclass
class Scenario:
    """Where every form stands: one for each address, with the person who sees it; and everybody's session.

    `marks` are those of all tables, as they were before anybody sent anything.
    """

    forms: dict[str, tuple[str, Form]]
    sessions: dict[str, str]
    marks: dict[str, str] = field(default_factory=dict)

    def add(self, who: str, page: str, html: str) -> None:
        for form in forms_of(page, html):
            if not form.path.startswith("/accounts/") and _name_of(form) not in FOR_SECONDS:
                self.forms.setdefault(_name_of(form), (who, form))

    def client(self, who: str) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def send(self, name: str) -> int:
        who, form = self.forms[name]
        files = {"file": SimpleUploadedFile("orders.csv", EXPORT.encode())} if "file" in form.files else {}
        if name in TAKES_PICTURES:
            files = {"pictures": upload()}
        return self.client(who).post(form.path, {**form.fields, **FILLED_IN.get(name, {}), **files}).status_code


def point_at(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="module")
def scenario(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scenario]:
    """A database that nobody else uses, with something for every form to do."""
    make_copy(WORLD)
    with django_db_blocker.unblock():
        was, pool = connection.settings_dict["NAME"], connection.settings_dict["OPTIONS"].pop("pool", None)
        connection.close_pool()
        point_at(WORLD)
        try:
            with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}, WEBHOOKS_PRIVATE=True):
                made = _make_scenario()
                made.marks = keep()
                yield made
        finally:
            point_at(was)
            connection.settings_dict["OPTIONS"]["pool"] = pool
            drop(WORLD)


def _make_scenario() -> Scenario:
    cast = make_cast()
    visits = pages(cast, every_order(cast))
    for who, more in _more_pages(cast).items():
        visits[who] += more
    scenario = Scenario({}, {})
    for who in ("hanna", "ines", "sam"):
        client = Client()
        client.force_login(getattr(cast, who), backend=settings.AUTHENTICATION_BACKENDS[0])
        scenario.sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
        for page in visits[who]:
            scenario.add(who, page, client.get(page).content.decode())
        for name in CHANGES_NOTHING & {*scenario.forms}:  # what it shows is confirmed by a form of its own
            form = scenario.forms[name][1]
            if scenario.forms[name][0] == who:
                answer = client.post(form.path, {**form.fields, **FILLED_IN.get(name, {})})
                scenario.add(who, form.path, answer.content.decode())
    return scenario


def _more_pages(scenario: Cast) -> dict[str, list[str]]:
    """What the pages for eyes do not have: orders under way, money that is due or stuck, what was switched off."""
    accepted, shipped = scenario.order(), scenario.order()
    for order in (accepted, shipped):
        accept(order.number, maker=scenario.byrne, by=scenario.hanna)
    ship(shipped.number, maker=scenario.byrne, by=scenario.hanna, carrier="An Post")
    Policy.objects.filter(pk=current_policy().pk).update(makers_may_confirm_payments=True)
    due, asked, stuck = held_elsewhere(scenario), scenario.order(), scenario.order(told=True)
    ask_support(asked.number, maker=scenario.byrne, by=scenario.hanna, reason="too_late", explanation=WORDS)
    decline(stuck.number, maker=scenario.byrne, by=scenario.hanna, reason="too_late", explanation=WORDS)
    PaymentOperation.objects.filter(payment__order=stuck).update(queued_at=F("queued_at") - timedelta(hours=1))
    abroad = scenario.order()
    ask_for_country(abroad.number, GALWAY, buyer=scenario.harbor, by=scenario.ines)
    AddressRequest.objects.filter(order=abroad).update(answer_by=database_now())
    chase_requests()
    keep_address(GALWAY, buyer=scenario.harbor, by=scenario.ines)
    tess = User.objects.create_user("tess@test.example", None, name="Tess")
    scenario.harbor.members.create(user=tess, role="owner")  # Ines may leave
    set_shipping_rate(scenario.byrne, country="", shipping=1200)
    muted = write_as_buyer(
        "Do you make rugs?", buyer=scenario.harbor, maker=scenario.weaves, by=scenario.ines
    ).conversation_id
    Conversation.objects.filter(pk=muted).update(muted_at=Now(), muted_by=scenario.ines)
    hook = Endpoint.objects.create(
        made_by=scenario.hanna,
        maker=scenario.byrne,
        url="https://shop.example/hook",
        last_seq=0,
        secret=new_secret(),
        made_at=database_now(),
    )
    for person in (scenario.hanna, scenario.ines):
        make_token(person, name="A till")
    number_all_events()
    Delivery.objects.create(
        endpoint=hook,
        event=Event.objects.seen_by(scenario.hanna)[0],
        fanned_out_at=database_now(),
        tries=1,
        first_tried_at=database_now(),
    )
    rugs = Maker.objects.create(slug="rugs", name="Rugs of Rhu", order_prefix="RUG")
    Storefront.objects.create(maker=rugs, shipping=1200, order_minimum=5000)
    IncomingMail.objects.create(
        header_id="<1@test>",
        recipient="support@anamcraft.com",
        sender="ines@test.example",
        subject="Bowls",
        raw=_MAIL,
        outcome="ignored",
        received_at=database_now(),
    )
    article, retired, waiting = Article.objects.filter(ours=True).order_by("pk")[:3]
    Article.objects.filter(pk=retired.pk).update(retired_at=Now())
    Article.objects.filter(pk=waiting.pk).update(waiting=waiting.source + "\nMore.\n")
    return {
        "hanna": [f"/portal/orders/{order.number}/" for order in (accepted, due, asked)]
        + [
            "/portal/shipping/",
            f"/preferences/webhooks/{hook.pk}/",
            "/portal/tokens/",
            "/apply/",
            application(scenario, wants="buy", until="sent"),
            f"/preferences/webhooks/{hook.pk}/deliveries/{Delivery.objects.latest('pk').pk}/",
        ],
        "ines": [
            "/addresses/",
            f"/orders/{shipped.number}/",
            f"/messages/{muted}/",
            "/messages/to/rugs/",
            "/preferences/tokens/",
            scenario.stop,
        ],  # type: ignore[attr-defined]
        "sam": [
            f"/desk/orders/{due.number}/",
            f"/desk/cases/{abroad.cases.get().pk}/",
            "/desk/money/",
            "/desk/set-aside/",
            f"/desk/articles/{article.pk}/",
            f"/desk/articles/{retired.pk}/",
            "/desk/articles/new/",
            f"/desk/articles/{waiting.pk}/",
            f"/desk/articles/{article.pk}/versions/1/",
            f"/support/{article.slug}/",
        ],
    }


def _name_of(form: Form) -> str:
    return resolve(form.path).url_name or form.path


def _deeds() -> dict[str, Any]:
    """What there is: the rows of every table, and the sums of every number in them."""
    with connection.cursor() as cursor:
        cursor.execute(_sums())
        return dict(cursor.fetchall())


@cache
def _sums() -> str:
    """One statement for all tables: of each its name, and how many rows and which sums it has."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        columns = {table: columns or [] for table, columns in cursor.fetchall() if table not in _NOT_DEEDS}
    return " UNION ALL ".join(
        "SELECT '{0}', array[{1}]::text[] FROM \"{0}\"{2}".format(  # noqa: S608 - names of tables
            table,
            ", ".join(["count(*)", *(f"sum({column})" for column in sorted(names))]),
            " WHERE kind <> 'decline_refused'" if table == "history_entry" else "",
        )
        for table, names in columns.items()
    )


def _differ(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {name: (one[name], other[name]) for name in one if one[name] != other[name]}


def _contents() -> dict[str, str]:
    """Marks of all that is written anywhere, times too."""
    return {name: mark for name, mark in marks().items() if name not in _NOT_DEEDS}


@contextmanager
def _put_back_after(scenario: Scenario) -> Iterator[None]:
    """In the world as it was before anybody sent anything, and is again when this ends."""
    yield
    put_back(scenario.marks)


@contextmanager
def _undone() -> Iterator[None]:
    """In the world as it was, which is left as it was: what one connection does needs to put nothing back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _sent(*clicks: Callable[[], int]) -> tuple[dict[str, Any], list[int]]:
    statuses = at_once(*(partial(_alone, click) for click in clicks)) if len(clicks) > 1 else [clicks[0]()]
    assert max(statuses) < 500
    return _deeds(), statuses


def _alone(click: Callable[[], int]) -> int:
    """On a connection of its own, which is not kept."""
    try:
        return click()
    finally:
        connection.close()


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield one.name or "", path
        else:
            yield from _patterns(one, path)


def _our_addresses() -> set[str]:
    """The names of all but signing in and out and the API."""
    found = _patterns(get_resolver())
    return {name for name, path in found if name and not path.startswith(("accounts/", "api/v1"))}


def test_every_address_of_the_site_that_takes_a_form_is_sent_one(scenario: Scenario) -> None:
    """What is on no page of this world is named, or answers a post with nothing done."""
    unknown = _our_addresses() - {*scenario.forms} - {*ON_NO_PAGE}
    took = []
    with _put_back_after(scenario):
        before = _contents()
        for name in sorted(unknown):
            for path in _paths(name):
                for who in scenario.sessions:
                    scenario.client(who).post(path)
            after = _contents()
            if after != before:
                took.append((name, _differ(before, after)))
                before = after
    assert took == []
    assert {name for name, _ in _patterns(get_resolver())} >= {*ON_NO_PAGE}


def _paths(name: str) -> list[str]:
    """Addresses of that name that lead to something: to the first of whatever is asked for."""
    found = []
    for known, path in _patterns(get_resolver()):
        if known == name:
            order = Order.objects.order_by("pk")[0].number
            path = re.sub(r"<number:\w+>", order, path)
            path = re.sub(r"<int:\w+>", "1", path)
            path = re.sub(r"<slug:\w+>", "declining-an-order", path)
            path = re.sub(r"<uuid:\w+>", str(UUID(int=1)), path)
            found.append("/" + re.sub(r"<\w+:\w+>", "x", path))
    return found


def test_no_form_does_twice_what_it_is_sent_for_twice(scenario: Scenario) -> None:
    """D7: one after the other, and at once."""
    wrong = []
    before = _contents()
    for name in sorted(scenario.forms):
        send = partial(scenario.send, name)
        may = MAY_HAPPEN_TWICE.get(name, ("", set()))[1]
        with _put_back_after(scenario) if name in ASKS_ELSEWHERE else _undone():
            once, first = _sent(send)
            if (_contents() == before) is not (name in CHANGES_NOTHING):
                wrong.append((name, "changes", first))
            again, _ = _sent(send)
        with _put_back_after(scenario):
            together, _ = _sent(send, send)
        for how, then in (("again", again), ("at once", together)):
            if twice := {table: what for table, what in _differ(once, then).items() if table not in may}:
                wrong.append((name, how, twice))
    assert wrong == []
