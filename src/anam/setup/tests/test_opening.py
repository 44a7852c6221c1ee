"""A marketplace is opened in a browser: by whoever reads the log, once; and what its settings take and refuse."""

import re
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import Any

import pytest
from django.conf import settings as conf
from django.test import Client

from anam.accounts.models import Invitation
from anam.clock import database_now
from anam.mail.models import Email
from anam.marketplace import current
from anam.marketplace.models import Marketplace
from anam.people.models import Maker, User
from anam.setup.address import digest_of
from conftest import Cast

SignIn = Callable[[User], Client]
GIVEN = {"name": "Nora Quill", "email": "nora@kiln.example", "password": "a-lamp-in-the-loft"}
NAMES = {"name": "Kiln & Loom", "support_email": "help@kiln.example", "accent": "#7a1f3d", "seen": "1"}


def new_token() -> str:
    token = secrets.token_urlsafe(32)
    Marketplace.objects.update(setup_digest=digest_of(token), opened_at=None)
    return token


@pytest.fixture
def operator(db: None) -> Client:
    client = Client()
    assert client.post(f"/setup/{new_token()}/", GIVEN).url == "/desk/settings/names/"
    return client


def test_whoever_reads_the_log_makes_the_operators_account_and_leads_support(db: None) -> None:
    address, client = f"/setup/{new_token()}/", Client()
    assert client.get(address).status_code == 200
    assert client.post(address, GIVEN).url == "/desk/settings/names/"
    nora = User.objects.get()
    assert (nora.is_support, nora.leads_support, nora.email) == (True, True, "nora@kiln.example")
    assert nora.check_password(GIVEN["password"])
    assert client.get("/desk/settings/").status_code == 200


def test_the_token_is_nowhere_in_the_database(db: None) -> None:
    token = new_token()
    kept = str(list(Marketplace.objects.values()))
    assert token not in kept
    assert digest_of(token) in kept


@pytest.mark.parametrize("how", ["guessed", "used", "an older one", "somebody is there", "opened"])
def test_any_other_address_is_the_same_404(db: None, how: str) -> None:
    token = new_token()
    address = f"/setup/{token}/"
    if how == "guessed":
        address = f"/setup/{secrets.token_urlsafe(32)}/"
    elif how == "used":
        Client().post(address, GIVEN)
    elif how == "an older one":
        new_token()
    elif how == "somebody is there":
        User.objects.create_user("sam@test.example", "demo", name="Sam")
    else:
        Marketplace.objects.update(opened_at=database_now())
    pages = [Client().get(address), Client().post(address, {**GIVEN, "email": "eve@test.example"})]
    assert [page.status_code for page in pages] == [404, 404]
    assert {re.sub(r"nonce=\S+", "", page.content.decode()) for page in pages} == {pages[0].content.decode()}
    assert "A set-up address works once" in pages[0].content.decode()
    assert not User.objects.filter(email="eve@test.example").exists()


def test_without_a_token_nothing_opens_a_marketplace_that_was_never_served(db: None) -> None:
    """The digest of a row that waits for none is empty, and nothing has an empty digest."""
    Marketplace.objects.update(setup_digest="", opened_at=None)
    assert Client().get("/setup/x/").status_code == 404
    assert Client().get("/setup/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "a-lamp"}, "This password is too short"),
        ({"password": "password1234"}, "This password is too common"),
        ({"email": "nora"}, "does not look like an email address"),
        ({"name": "  "}, "Say what you are called"),
        ({"name": "N" * 121}, "120 characters at most"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field_and_the_address_stays_good(
    db: None, wrong: dict[str, str], words: str
) -> None:
    address = f"/setup/{new_token()}/"
    page = Client().post(address, {**GIVEN, **wrong})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert wrong.get("password", "-none-") not in page.content.decode()
    assert Client().post(address, GIVEN).status_code == 302


def test_the_name_is_followed_at_once_and_everywhere(operator: Client) -> None:
    answer = operator.post("/desk/settings/names/", NAMES)
    assert answer.url == "/desk/settings/mail/"
    page = operator.get("/desk/").content.decode()
    assert "Kiln &amp; Loom" in page
    assert "help@kiln.example" in page
    assert 'href="/accent/7a1f3d.css"' in page
    assert operator.get("/api/v1/openapi.json").json()["info"]["title"] == "Kiln & Loom API"
    assert current.marketplace().from_email == "Kiln & Loom <help@kiln.example>"


def test_a_colour_without_contrast_is_refused_and_the_nearest_that_can_be_read_is_offered(operator: Client) -> None:
    page = operator.post("/desk/settings/names/", {**NAMES, "accent": "#ffff00"})
    assert page.status_code == 422
    assert "#ffff00 is too light to be read" in page.content.decode()
    offered = re.findall(r'<button name="accent" value="(#\w{6})"', page.content.decode())
    assert operator.post("/desk/settings/names/", {**NAMES, "accent": offered[0]}).status_code == 302
    assert Marketplace.objects.get().accent == offered[0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "K" * 81}, "80 characters at most"),
        ({"name": "Kiln <script>"}, "leave out &lt; and &gt;"),
        ({"support_email": "help"}, "does not look like an email address"),
        ({"accent": "green"}, "six digits"),
    ],
)
def test_a_value_that_will_not_do_is_said_beside_its_field(operator: Client, wrong: dict[str, str], words: str) -> None:
    page = operator.post("/desk/settings/names/", {**NAMES, **wrong})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert Marketplace.objects.get().name == ""


def test_two_browsers_at_once_are_one_change_and_a_refusal_in_words(operator: Client) -> None:
    """D7: the same twice is once; another, of what was changed meanwhile, is asked to look."""
    assert operator.post("/desk/settings/names/", NAMES).status_code == 302
    assert operator.post("/desk/settings/names/", NAMES).status_code == 302
    assert Marketplace.objects.get().version == 2
    late = operator.post("/desk/settings/names/", {**NAMES, "name": "Loom & Kiln"})
    assert late.status_code == 409
    assert "A colleague changed the settings while you were typing." in late.content.decode()
    assert Marketplace.objects.get().name == "Kiln & Loom"


def test_what_the_environment_names_is_locked_and_wins(operator: Client, settings: Any) -> None:
    settings.NAME_IS_GIVEN, settings.MARKETPLACE_NAME = True, "By the server"
    page = operator.get("/desk/settings/names/").content.decode()
    assert 'name="name"' not in page
    assert "ANAM_NAME" in page
    operator.post("/desk/settings/names/", NAMES)
    assert Marketplace.objects.get().name == ""
    assert "By the server" in operator.get("/desk/").content.decode()


def test_a_test_email_has_a_code_and_only_its_button_says_that_it_arrived(operator: Client) -> None:
    operator.post("/desk/settings/mail/")
    email = Email.objects.get(to="nora@kiln.example")
    code = re.findall(r"\d{6}", email.subject)[0]
    assert code not in str(list(Marketplace.objects.values()))
    opened = operator.get(f"/desk/settings/mail/?code={code}")  # as programs do that scan mail
    assert f'value="{code}"' in opened.content.decode()
    assert Marketplace.objects.get().mail_arrived_at is None
    wrong = operator.post("/desk/settings/mail/code/", {"code": "000000" if code != "000000" else "1"})
    assert wrong.status_code == 422
    assert "not the code of the newest test email" in wrong.content.decode()
    for _ in range(2):
        assert operator.post("/desk/settings/mail/code/", {"code": f" {code[:3]} {code[3:]} "}).status_code == 302
    assert Marketplace.objects.get().mail_arrived_at


def test_pressed_twice_the_test_email_is_sent_once_and_its_code_holds(operator: Client) -> None:
    """D7"""
    for _ in range(2):
        operator.post("/desk/settings/mail/")
    email = Email.objects.get(to="nora@kiln.example")
    code = re.findall(r"\d{6}", email.subject)[0]
    assert operator.post("/desk/settings/mail/code/", {"code": code}).status_code == 302


def test_after_five_wrong_codes_the_right_one_has_ended(operator: Client) -> None:
    operator.post("/desk/settings/mail/")
    code = re.findall(r"\d{6}", Email.objects.get(to="nora@kiln.example").subject)[0]
    for _ in range(5):
        operator.post("/desk/settings/mail/code/", {"code": "no"})
    assert "has ended" in operator.post("/desk/settings/mail/code/", {"code": code}).content.decode()
    assert Marketplace.objects.get().mail_arrived_at is None


@contextmanager
def silent_server() -> Iterator[int]:
    """It takes connections, and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


def mailer(settings: Any, port: int, **options: Any) -> None:
    settings.EMAIL_OUTBOX_ONLY = False
    options = {"host": "127.0.0.1", "port": port, "timeout": 20, **options}
    settings.MAILERS = {"default": {"BACKEND": "anam.mail.smtp.EmailBackend", "OPTIONS": options}}


def test_a_mail_server_that_says_nothing_is_named_in_seconds(
    operator: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anam.setup.actions.send_test_email._KNOCK_SECONDS", 1.0)
    with silent_server() as port:
        mailer(settings, port)
        page = operator.post("/desk/settings/mail/")
    assert page.status_code == 409
    assert f"The mail server 127.0.0.1:{port} does not answer within 1 seconds" in page.content.decode()
    assert not Email.objects.exists()


def test_a_mail_server_that_is_not_there_is_named(operator: Client, settings: Any) -> None:
    with silent_server() as port:
        pass
    mailer(settings, port)
    page = operator.post("/desk/settings/mail/").content.decode()
    assert "does not answer (Connection refused)" in page
    assert "Is its address in ANAM_SMTP_URL right, and is it up?" in page


def test_a_mail_server_that_refuses_the_secret_is_named_without_it(operator: Client, settings: Any) -> None:
    def answer(server: socket.socket) -> None:
        there, _ = server.accept()
        with there, there.makefile("rwb", buffering=0) as said:
            said.write(b"220 mail\r\n")
            said.readline()
            said.write(b"250-mail\r\n250 AUTH PLAIN\r\n")
            said.readline()
            said.write(b"535 no\r\n")
            said.readline()

    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        Thread(target=answer, args=[server], daemon=True).start()
        mailer(settings, server.getsockname()[1], username="anam", password="tinsel-garland")
        page = operator.post("/desk/settings/mail/").content.decode()
    assert "does not take the user and the secret in ANAM_SMTP_URL" in page
    assert "tinsel-garland" not in page


def test_no_page_of_the_settings_shows_a_secret(operator: Client, settings: Any) -> None:
    settings.PAYMENT_GATEWAY, settings.STRIPE_SECRET_KEY = "stripe", "sk_test_tinselgarland"
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_tinselgarland"]
    mailer(settings, 1, username="anam", password="tinselgarland")
    for page in ("", "names/", "mail/", "payments/", "texts/", "maker/"):
        assert "tinselgarland" not in operator.get(f"/desk/settings/{page}").content.decode()


def test_payments_are_shown_as_missing_with_the_line_to_write(operator: Client, settings: Any) -> None:
    settings.PAYMENT_GATEWAY, settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRETS = "", "", []
    page = operator.get("/desk/settings/payments/").content.decode()
    for line in ("ANAM_GATEWAY=stripe", "ANAM_STRIPE_SECRET_KEY=sk_live_…", "ANAM_STRIPE_WEBHOOK_SECRETS=whsec_…"):
        assert line in page
    assert operator.post("/desk/settings/payments/test/").status_code == 302


def test_the_test_of_payments_says_what_is_wrong(operator: Client, settings: Any) -> None:
    settings.PAYMENT_GATEWAY, settings.STRIPE_SECRET_KEY = "stripe", ""
    page = operator.post("/desk/settings/payments/test/").content.decode()
    assert "ANAM_STRIPE_SECRET_KEY is not set" in page


def test_the_first_maker_is_made_once_with_a_storefront_and_its_owner_is_invited(operator: Client) -> None:
    given = {"maker": "Byrne Ceramics", "email": "Hanna@byrne.example"}
    for _ in range(2):
        assert operator.post("/desk/settings/maker/", given).status_code == 302
    maker = Maker.objects.get()
    assert maker.slug == "byrne-ceramics"
    assert maker.storefront
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.maker) == ("hanna@byrne.example", "owner", maker)
    other = operator.post("/desk/settings/maker/", {**given, "email": "otto@test.example"})
    assert other.status_code == 422
    assert "Byrne Ceramics is here already." in other.content.decode()


def test_what_is_left_in_the_middle_goes_on_later_with_what_it_means_to_wait(operator: Client) -> None:
    assert operator.post("/desk/settings/later/", {"step": "names"}).url == "/desk/settings/mail/"
    assert operator.post("/desk/settings/later/", {"step": "mail"}).url == "/desk/settings/payments/"
    client = Client()
    client.force_login(User.objects.get(), backend=conf.AUTHENTICATION_BACKENDS[0])
    page = client.get("/desk/settings/").content.decode()
    assert "Ready to open?" in page
    assert "Nobody knows whether email arrives" in page
    assert client.post("/desk/settings/later/", {"step": "tea"}).status_code == 404
    for _ in range(2):
        client.post("/desk/settings/open/")
    assert "Ready to open?" not in client.get("/desk/settings/").content.decode()
    assert Marketplace.objects.get().opened_at


def test_only_who_leads_support_sees_the_settings(cast: Cast, sign_in: SignIn) -> None:
    for person, status in ((cast.hanna, 404), (cast.ines, 404), (cast.sam, 200)):
        assert sign_in(person).get("/desk/settings/").status_code == status
    User.objects.filter(pk=cast.sam.pk).update(leads_support=False)
    assert sign_in(cast.sam).get("/desk/settings/").status_code == 403
    assert Client().get("/desk/settings/").status_code == 302
