"""Invitations: who may send one, what its link shows, and what ends it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anam.accounts.models import Invitation
from anam.clock import database_now
from anam.legal.actions.publish_text import publish_text
from anam.legal.models import Acceptance
from anam.mail.actions.send import send
from anam.mail.models import Email
from anam.people.actions.remove_by_email import remove_by_email
from anam.people.models import Maker, MakerMember, Role, SupportRole, User
from conftest import PASSWORD, Cast

SignIn = Callable[[User], Client]
PAGE = "/team/invitations/"
NUALA = "nuala@test.example"
NEW = {"name": "Nuala Keane", "password": "eleven kilns burning"}


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def hanna(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.hanna)


def invite(by: Client, email: str = NUALA, role: str = "orders") -> Any:
    return by.post(PAGE, {"email": email, "role": role})


def link(of: str = "") -> str:
    """The link of the newest invitation, or of the newest to that address."""
    letters = Email.objects.filter(key__startswith="invitation:", **({"to": of} if of else {}))
    found = re.search(r"http://127\.0\.0\.1:\d+(/invite/\S+)", letters.latest("pk").text)
    assert found
    return found[1]


def acts_for(email: str) -> tuple[Any, Any]:
    user = User.objects.with_party().get(email=email)
    return user.maker or user.buyer or user.is_support, user.role


def nothing_has_changed(since: Any) -> bool:
    return since == list(Invitation.objects.order_by("pk").values()) + list(User.objects.order_by("pk").values())


def everything() -> list[Any]:
    return list(Invitation.objects.order_by("pk").values()) + list(User.objects.order_by("pk").values())


def test_somebody_new_chooses_a_name_and_a_password_and_is_in(cast: Cast, hanna: Client) -> None:
    assert invite(hanna, " Nuala@Test.Example ").status_code == 302
    letter = Email.objects.get()
    assert (letter.to, letter.user) == (NUALA, None)
    assert "Hanna invites you to Byrne Ceramics" in letter.subject
    assert "in the role “orders”" in " ".join(letter.text.split())
    client = Client()
    page = " ".join(client.get(link()).content.decode().split())
    for words in ("Hanna", NUALA, "Byrne Ceramics", "in the role “orders”", "Choose a name and a password"):
        assert words in page
    assert client.post(link(), NEW).url == "/portal/orders/"
    assert client.get("/portal/orders/").status_code == 200
    assert acts_for(NUALA) == (cast.byrne, Role.ORDERS)
    nuala = User.objects.get(email=NUALA)
    assert (nuala.name, nuala.time_zone, nuala.check_password(NEW["password"])) == (
        "Nuala Keane",
        "Europe/Dublin",
        True,
    )


def test_a_shop_and_support_invite_alike(cast: Cast, sign_in: SignIn) -> None:
    User.objects.filter(pk=cast.sam.pk).update(leads_support=True)
    for who, role, lands in ((cast.ines, "administrator", "/"), (cast.sam, "lead", "/desk/")):
        email = f"of-{who.name}@test.example".lower()
        invite(sign_in(User.objects.get(pk=who.pk)), email, role)
        assert Client().post(link(email), NEW).url == lands
    assert acts_for("of-ines@test.example") == (cast.harbor, Role.ADMINISTRATOR)
    assert acts_for("of-sam@test.example") == (True, SupportRole.LEAD)


def test_an_account_that_there_is_signs_in_and_then_joins_by_a_press(cast: Cast, hanna: Client) -> None:
    nuala = User.objects.create_user(NUALA, PASSWORD, name="Nuala", time_zone="Asia/Tokyo")
    invite(hanna)
    client = Client()
    page = client.get(link()).content.decode()
    assert "has an account already" in page
    assert client.post(link(), NEW).status_code == 409, "a link is no way round the password"
    assert User.objects.get(pk=nuala.pk).check_password(PASSWORD)
    to_sign_in = re.search(r'href="(/accounts/login/\?next=[^"]+)"', page)
    assert to_sign_in
    sent = {"login": NUALA, "password": PASSWORD, "next": link()}
    assert client.post(to_sign_in[1], sent).url == link()
    assert acts_for(NUALA) == (False, None), "signing in is not joining"
    assert "You join with your account" in client.get(link()).content.decode()
    assert client.post(link()).url == "/portal/orders/"
    assert acts_for(NUALA) == (cast.byrne, Role.ORDERS)
    kept = User.objects.get(pk=nuala.pk)
    assert (kept.name, kept.time_zone) == ("Nuala", "Asia/Tokyo")
    assert kept.check_password(PASSWORD)


def test_somebody_signed_in_as_another_is_told_so_and_can_switch(cast: Cast, hanna: Client, sign_in: SignIn) -> None:
    invite(hanna)
    otto = sign_in(cast.otto)
    page = otto.get(link()).content.decode()
    assert f"You are signed in as {cast.otto.email}" in page
    before = everything()
    answer = otto.post(link(), NEW)
    assert (answer.status_code, "This invitation is for" in answer.content.decode()) == (409, True)
    assert nothing_has_changed(before)
    assert otto.post("/accounts/logout/", {"next": link()}).url == link()
    assert "Choose a name and a password" in otto.get(link()).content.decode()


def test_who_acts_elsewhere_is_told_so_and_the_inviter_is_not(cast: Cast, hanna: Client, sign_in: SignIn) -> None:
    """One person has one desk."""
    assert invite(hanna, cast.otto.email).url == invite(hanna, "nobody@test.example").url
    answer = sign_in(cast.otto).post(link(cast.otto.email))
    assert (answer.status_code, "acts for Otto Weaves already" in answer.content.decode()) == (409, True)
    assert acts_for(cast.otto.email) == (cast.weaves, Role.OWNER)
    assert "Weaves" not in hanna.get("/team/").content.decode()


def test_the_inviter_learns_nothing_of_accounts(cast: Cast, hanna: Client) -> None:
    known, unknown = (invite(hanna, email) for email in (cast.ines.email, "nobody@test.example"))
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    letters = [re.sub(r"/invite/\S+", "", letter.text) for letter in Email.objects.order_by("pk")]
    assert letters[0].replace(cast.ines.email, "X") == letters[1].replace("nobody@test.example", "X")


def test_scanners_that_follow_the_link_change_nothing(cast: Cast, hanna: Client) -> None:
    invite(hanna)
    before = everything()
    for method in ("get", "head", "options"):
        assert getattr(Client(), method)(link()).status_code in (200, 405)
    assert nothing_has_changed(before)
    assert "no-store" in Client().get(link())["Cache-Control"]
    assert Client().post(link(), NEW).status_code == 302


def test_it_is_used_once(cast: Cast, hanna: Client) -> None:
    invite(hanna)
    nuala = Client()
    nuala.post(link(), NEW)
    again = Client().post(link(), {**NEW, "name": "Somebody else"})
    assert (again.status_code, "has been accepted" in again.content.decode()) == (410, True)
    assert User.objects.get(email=NUALA).name == "Nuala Keane"
    assert nuala.get(link()).url == "/portal/orders/", "whoever joined by it goes to work"
    assert nuala.post(link()).url == "/portal/orders/"


def test_it_ends_after_14_days(cast: Cast, hanna: Client) -> None:
    invite(hanna)
    invitation = Invitation.objects.get()
    assert invitation.expires_at - invitation.sent_at == timedelta(days=14)
    Invitation.objects.update(expires_at=database_now())
    before = everything()
    for answer in (Client().get(link()), Client().post(link(), NEW)):
        assert (answer.status_code, "This invitation has ended" in answer.content.decode()) == (410, True)
    assert nothing_has_changed(before)


def test_taken_back_its_link_is_dead(cast: Cast, hanna: Client) -> None:
    invite(hanna)
    address = f"{PAGE}{Invitation.objects.get().pk}/revoke/"
    assert hanna.get(address).status_code == 405
    assert NUALA in hanna.get("/team/").content.decode()
    hanna.post(address)
    assert NUALA not in hanna.get("/team/").content.decode()
    assert Client().post(link(), NEW).status_code == 410
    assert not User.objects.filter(email=NUALA).exists()


def test_sent_again_the_new_link_works_and_the_old_one_is_dead(cast: Cast, hanna: Client) -> None:
    invite(hanna)
    old, address = link(), f"{PAGE}{Invitation.objects.get().pk}/send/"
    hanna.post(address)
    hanna.post(address)
    assert Email.objects.count() == 2, "pressed twice, it is sent once"
    assert link() != old
    assert Client().post(old, NEW).status_code == 410
    assert Client().post(link(), NEW).status_code == 302


def test_invited_twice_one_waits_and_another_role_is_another_invitation(cast: Cast, hanna: Client) -> None:
    invite(hanna)
    invite(hanna)
    assert Email.objects.count() == 1
    old = link()
    invite(hanna, role="read_only")
    assert Client().get(old).status_code == 410
    assert "read only" in Client().get(link()).content.decode()
    assert Invitation.objects.open().count() == 1


def test_of_the_token_only_a_hash_is_kept(cast: Cast, hanna: Client) -> None:
    invite(hanna)
    token = link().split("/")[2]
    assert len(token) > 40
    assert token not in str(list(Invitation.objects.values())) + Email.objects.get().key


def test_nor_is_it_kept_in_the_letter_once_that_was_sent(cast: Cast, hanna: Client, settings: Any) -> None:
    settings.EMAIL_OUTBOX_ONLY = False
    invite(hanna)
    path = link()
    send(Email.objects.get().pk)
    assert path in str(mail.outbox[0].body)
    kept = Email.objects.get()
    assert path.split("/")[2] not in kept.text + kept.html
    assert "/invite/…" in kept.text


def test_who_was_removed_no_longer_invites_by_what_they_sent(cast: Cast, hanna: Client) -> None:
    MakerMember.objects.filter(user=cast.ravi).update(role=Role.OWNER)
    invite(hanna)
    remove_by_email(cast.hanna.email)
    before = everything()
    for answer in (Client().get(link()), Client().post(link(), NEW)):
        assert (answer.status_code, "was taken back" in answer.content.decode()) == (410, True)
    assert nothing_has_changed(before)


def test_nor_who_is_no_owner_any_more(cast: Cast, hanna: Client) -> None:
    invite(hanna)
    MakerMember.objects.filter(user=cast.hanna).update(role=Role.PRODUCTS)
    assert Client().post(link(), NEW).status_code == 410


def test_with_its_house_an_invitation_goes(cast: Cast, hanna: Client) -> None:
    nell = Maker.objects.create(slug="nell", name="Nell Knits", order_prefix="NEL")
    MakerMember.objects.filter(user=cast.otto).update(maker=nell)
    otto = Client()
    otto.force_login(User.objects.get(pk=cast.otto.pk), backend="anam.people.signing_in.EmailBackend")
    invite(otto)
    nell.delete()
    assert Client().get(link()).status_code == 404


def test_who_was_removed_comes_back_by_an_invitation(cast: Cast, hanna: Client) -> None:
    """Their account is opened again, with a password of now."""
    remove_by_email(cast.ravi.email)
    invite(hanna, cast.ravi.email)
    assert "Choose a name" in Client().get(link()).content.decode()
    assert Client().post(link(), NEW).url == "/portal/orders/"
    ravi = User.objects.get(pk=cast.ravi.pk)
    assert (ravi.is_active, ravi.name, ravi.check_password(NEW["password"])) == (True, "Nuala Keane", True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Write a name"),
        ({"password": "short"}, "too short"),
        ({"password": "password123"}, "too common"),
        ({"password": "nuala@test.example"}, "too similar"),
        ({"password": ""}, "too short"),
    ],
)
def test_a_weak_password_and_no_name_are_refused_and_nobody_joins(
    cast: Cast, hanna: Client, wrong: dict[str, str], words: str
) -> None:
    invite(hanna)
    answer = Client().post(link(), {**NEW, **wrong})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not User.objects.filter(email=NUALA).exists()
    assert Client().post(link(), NEW).status_code == 302


@pytest.mark.parametrize(("email", "role"), [("nonsense", "orders"), ("", ""), (NUALA, "lead"), (NUALA, "\x00")])
def test_no_address_and_no_role_of_the_house_are_refused(hanna: Client, email: str, role: str) -> None:
    answer = invite(hanna, email, role)
    assert answer.status_code == 422
    assert not Email.objects.exists()


def test_a_shop_has_nobody_for_products(cast: Cast, sign_in: SignIn) -> None:
    assert invite(sign_in(cast.ines), role="products").status_code == 422


def test_only_owners_and_leads_invite_and_only_to_their_own_house(cast: Cast, hanna: Client, sign_in: SignIn) -> None:
    """D1"""
    invite(hanna)
    User.objects.filter(pk=cast.sam.pk).update(leads_support=False)
    pk = Invitation.objects.get().pk
    for who in (cast.ravi, cast.sam):
        client = sign_in(User.objects.get(pk=who.pk))
        for address in (PAGE, f"{PAGE}{pk}/send/", f"{PAGE}{pk}/revoke/"):
            assert client.post(address, {"email": "a@test.example", "role": "orders"}).status_code in (403, 404)
    for who in (cast.otto, cast.ines):
        client = sign_in(who)
        assert NUALA not in client.get("/team/").content.decode()
        for do in ("send", "revoke"):
            assert client.post(f"{PAGE}{pk}/{do}/").status_code == 404
    assert Client().post(PAGE, {"email": NUALA, "role": "orders"}).url.startswith("/accounts/login/")
    assert Email.objects.count() == 1


def test_at_most_20_go_out_in_an_hour(cast: Cast, hanna: Client, sign_in: SignIn) -> None:
    statuses = [invite(hanna, f"n{number}@test.example").status_code for number in range(21)]
    assert statuses == [302] * 20 + [422]
    hanna.post(f"{PAGE}{Invitation.objects.latest('pk').pk}/send/")
    assert Email.objects.count() == 20
    assert invite(sign_in(cast.otto)).status_code == 302, "each house has its own"
    Invitation.objects.update(sent_at=database_now() - timedelta(hours=1))
    assert invite(hanna, "late@test.example").status_code == 302


def test_the_page_asks_the_same_of_the_database_for_3_and_for_15(cast: Cast, hanna: Client) -> None:
    for number in range(3):
        invite(hanna, f"n{number}@test.example")
    hanna.get("/team/")
    few = queries_of(hanna)
    for number in range(3, 15):
        invite(hanna, f"n{number}@test.example")
    hanna.get("/team/")
    assert queries_of(hanna) == few


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/team/").status_code == 200
    return len(asked)


def test_whoever_joins_a_house_accepts_the_terms_that_they_were_shown(hanna: Client) -> None:
    terms = publish_text("terms", source="Be kind.", change="", by=None, base_version=0)
    invite(hanna)
    page = Client().get(link()).content.decode()
    assert f'value="{terms.pk}"' in page
    missed = Client().post(link(), NEW)
    assert missed.status_code == 422
    assert missed.content.decode().count("To join, you accept the terms: tick the box.") == 1
    assert not User.objects.filter(email=NUALA).exists()
    assert Client().post(link(), {**NEW, "accepts": str(terms.pk)}).status_code == 302
    assert Acceptance.objects.get().user.email == NUALA


def test_whoever_joins_with_an_account_accepts_what_is_new_to_them_then(hanna: Client, sign_in: SignIn) -> None:
    """Not at their next signing in; and what they have accepted before is not asked again."""
    nuala = User.objects.create_user(NUALA, PASSWORD, name="Nuala")
    terms = publish_text("terms", source="Be kind.", change="", by=None, base_version=0)
    privacy = publish_text("privacy", source="We keep little.", change="", by=None, base_version=0)
    Acceptance.objects.create(user=nuala, text=privacy)
    invite(hanna)
    client = sign_in(nuala)
    page = client.get(link()).content.decode()
    assert f'value="{terms.pk}"' in page
    missed = client.post(link())
    assert missed.status_code == 422
    assert missed.content.decode().count("To join, you accept the terms: tick the box.") == 1
    assert acts_for(NUALA) == (False, None)
    newer = publish_text("terms", source="Be kind, please.", change="", by=None, base_version=1)
    late = client.post(link(), {"accepts": str(terms.pk)})
    assert (late.status_code, f'value="{newer.pk}"' in late.content.decode()) == (422, True)
    assert client.post(link(), {"accepts": str(newer.pk)}).status_code == 302
    assert acts_for(NUALA)[1] == "orders"
    assert {one.text for one in Acceptance.objects.filter(user=nuala)} == {privacy, newer}
    assert "On record" not in client.get("/portal/orders/").content.decode()
    assert "legal_news" not in client.session


def test_support_joins_without_the_terms_of_makers_and_shops(cast: Cast, sign_in: SignIn) -> None:
    publish_text("terms", source="Be kind.", change="", by=None, base_version=0)
    invite(sign_in(cast.sam), role="agent")
    assert "I accept" not in Client().get(link()).content.decode()
    assert Client().post(link(), NEW).status_code == 302
    assert not Acceptance.objects.exists()
