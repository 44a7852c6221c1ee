"""The cast, and the small world that most tests begin with."""

import gc
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.copies import drop, make_copy, worker
from tests.stage import Stage, staged

from anam.catalog.models import Product, Storefront
from anam.catalog.stock import count
from anam.clock import database_now
from anam.marketplace import current
from anam.orders.fulfilment.place import Item, place
from anam.orders.models import Order
from anam.payments.models import Payment, SandboxCharge
from anam.payments.record_movements import Arrived, record_as_they_stand
from anam.people.models import Buyer, BuyerMember, Maker, MakerMember, User
from anam.postal.actions.keep_address import keep_address
from anam.postal.address import Address

if TYPE_CHECKING:
    from tests.stripe_stand_in import StandIn

PASSWORD = "demo"  # noqa: S105 - the cast has nothing to hide
# As slow to guess as the product has it, a password would take half a second in every test that signs somebody in.
PBKDF2PasswordHasher.iterations = 1_000

# Where the shop of Ines has its orders sent. No other text in the tests names this street.
WHARF = Address(
    name="Ines Duarte",
    company="Harbor & Pine",
    line1="12 Wharfinger Steps",
    city="Portland",
    region="ME",
    postal_code="04101",
    country="US",
    phone="+1 207 555 0142",
)


@dataclass
class Cast:
    """Hanna and Ravi of Byrne Ceramics, Otto their rival, Ines who owns a shop, Sam who leads support."""

    hanna: User
    ravi: User
    otto: User
    ines: User
    sam: User
    byrne: Maker
    weaves: Maker
    harbor: Buyer
    mug: Product
    bowl: Product

    def order(
        self,
        *,
        placed: timedelta = timedelta(hours=1),
        lines: Any = None,
        payment: str = "authorised",
        told: bool = False,
    ) -> Order:
        """An order of Ines's shop from Byrne, placed that long ago; `told`: Hanna has told them about it."""
        return place_order(self.byrne, self.harbor, lines or [(self.mug, 6), (self.bowl, 2)], placed, payment, told)


def place_order(
    maker: Maker, buyer: Buyer, lines: list[tuple[Product, int]], placed: timedelta, payment: str, told: bool
) -> Order:
    now = database_now()
    items = [Item(product.title, quantity, product.unit_price, product.sku, product) for product, quantity in lines]
    total = sum(item.quantity * item.unit_price for item in items) + 1200
    order = place(
        items,
        maker=maker,
        buyer=buyer,
        currency="USD",
        shipping=1200,
        placed_at=now - placed,
        ship_to=WHARF,
        payment=make_payment(maker, total, payment),
    )
    if told:
        Order.objects.filter(pk=order.pk).update(contacted_at=now, contacted_how="phone")
    return Order.objects.get(pk=order.pk)


def make_payment(maker: Maker, amount: int, status: str) -> Payment | None:
    if status == "none":
        return None
    captured = amount if status == "captured" else 0
    payment = Payment.objects.create(
        maker=maker,
        currency="USD",
        status=status,
        holder="sandbox",
        card="4242",
        authorised=amount,
        captured=captured,
    )
    payment.gateway_reference, payment.gateway_account, payment.livemode = f"sb_test-{payment.pk}", "sandbox", False
    payment.save()
    SandboxCharge.objects.create(
        reference=payment.gateway_reference, currency="USD", authorised=amount, captured=captured
    )
    record_as_they_stand([Arrived(payment.pk, payment.gateway_reference, database_now())])
    return payment


@cache
def _password() -> str:
    return make_password(PASSWORD, hasher="pbkdf2_sha256")


def make_cast(mark: str = "") -> Cast:
    """The cast; with a `mark`, one of its own beside others in the same database."""
    hanna, ravi, otto, ines, _ = people = _make_people(mark)
    byrne, weaves = Maker.objects.bulk_create(
        [
            Maker(slug=f"byrne{mark}", name="Byrne Ceramics", order_prefix="BYR", time_zone="Europe/Dublin"),
            Maker(slug=f"weaves{mark}", name="Otto Weaves", order_prefix="OTW"),
        ]
    )
    harbor = Buyer.objects.create(slug=f"harbor{mark}", name="Harbor & Pine", place="Portland ME")
    Storefront.objects.bulk_create(
        Storefront(maker=maker, shipping=1200, order_minimum=5000) for maker in (byrne, weaves)
    )
    MakerMember.objects.bulk_create(
        [
            MakerMember(user_id=hanna.pk, maker=byrne, role="owner"),
            MakerMember(user_id=ravi.pk, maker=byrne),
            MakerMember(user_id=otto.pk, maker=weaves, role="owner"),
        ]
    )
    BuyerMember.objects.create(user_id=ines.pk, buyer=harbor, role="owner")
    keep_address(WHARF, buyer=harbor, by=ines)
    mug, bowl = Product.objects.bulk_create(
        [
            Product(maker=byrne, sku="MUG-01", title="Mug, oatmeal", unit_price=1450, stock=0),
            Product(maker=byrne, sku="BWL-03", title="Bowl, large", unit_price=3300, stock=None),
        ]
    )
    count(mug.pk, stock=100)
    mug.refresh_from_db()
    return Cast(*people, byrne, weaves, harbor, mug, bowl)


def _make_people(mark: str) -> list[User]:
    names = ("hanna", "ravi", "otto", "ines", "sam")
    made = User.objects.bulk_create(
        User(
            email=f"{name}{mark}@test.example",
            name=name.capitalize(),
            password=_password(),
            time_zone="Europe/Dublin",
            is_support=name == "sam",
            leads_support=name == "sam",
        )
        for name in names
    )
    return list(User.objects.filter(pk__in=[user.pk for user in made]).order_by("pk"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a running marketplace comes first: its files take longest, and the short ones even out the end."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected stays: nothing of it is garbage that would have to be looked for meanwhile."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Django and five thousand tests stay to the end: no collection of garbage need look at all of them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database for the tests of this process, as `anam migrate` leaves it."""
    name = f"test_{settings.DATABASES['default']['NAME']}_{worker()}"
    make_copy(name)
    with django_db_blocker.unblock():
        connection.close()
        connection.close_pool()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
        yield
        connection.close()
        connection.close_pool()
    drop(name)


@pytest.fixture(scope="session")
def _stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), staged(f"{settings.DATABASES['default']['NAME']}_cast", make_cast) as stage:
        yield stage


@pytest.fixture
def _where_the_cast_is(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that asks for the cast finds it; one that does not has a database with nobody in it."""
    if "cast" not in request.fixturenames:
        yield
        return
    with request.getfixturevalue("_stage").entered():
        yield


@pytest.fixture
def _django_db_helper(_where_the_cast_is: None, _django_db_helper: None) -> None:
    """The transaction of the test is begun in the database that is the test's."""


@pytest.fixture
def cast(db: None, _stage: Stage) -> Cast:
    """The same rows for every test, and objects of its own."""
    made: Cast = pickle.loads(_stage.made)  # noqa: S301 - made by this process
    return made


@contextmanager
def undone() -> Iterator[None]:
    """What is done in it is undone in the end, as in the transaction of a test; one can stand in another.

    With one for a file, in which its world is made, and one in it for each test, the world is made once.
    """
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with atomic:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    def as_user(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return as_user


@pytest.fixture(autouse=True)
def _the_marketplace_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just asked: no test counts a statement more because a second has passed."""
    monkeypatch.setattr(current, "_remembered", current.Current(version=1))
    monkeypatch.setattr(current, "MAX_AGE_SECONDS", float("inf"))


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def after_the_session(user: User) -> Client:
    """The browser of somebody whose session has ended since they opened a page."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get("/preferences/")
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client


@pytest.fixture
def put_the_clock_back(db: None) -> Iterator[Callable[[], None]]:
    """From when it is called, the database's clock says what it said two hours before: somebody corrected it."""
    with connection.cursor() as cursor:
        yield lambda: _put_back(cursor)
        cursor.execute("SET search_path TO DEFAULT")


def _put_back(cursor: Any) -> None:
    was = database_now()
    cursor.execute("CREATE SCHEMA put_back")
    for name in ("clock_timestamp", "statement_timestamp", "now"):
        cursor.execute(
            f"CREATE FUNCTION put_back.{name}() RETURNS timestamptz LANGUAGE sql VOLATILE AS"
            f" $$ SELECT pg_catalog.{name}() - interval '2 hours' $$"
        )
    cursor.execute("SET search_path TO put_back, pg_catalog, public")
    assert database_now() < was - timedelta(minutes=110)


@pytest.fixture
def stripe_stand_in() -> Iterator["StandIn"]:
    """A Stripe of this test's own, on its own port (tests/stripe_stand_in). What it does not know fails the test."""
    from tests.stripe_stand_in import StandIn  # a second or two, for which other tests need not wait

    with StandIn() as stand_in:
        yield stand_in
    assert stand_in.shortcomings == []
