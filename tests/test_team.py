"""The Team page: who is there, in which role, and how somebody goes."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from anam.api.actions.make_token import make_token
from anam.mail.models import Email
from anam.people.actions.change_role import change_role
from anam.people.actions.hand_over import hand_over
from anam.people.actions.remove_member import remove_member
from anam.people.models import MakerMember, Role, SupportRole, User
from anam.refusals import Refused
from anam.webhooks.models import Endpoint
from anam.webhooks.secret import new_secret
from conftest import Cast
from tests.html import squeezed

SignIn = Callable[[User], Client]


def now(user: User) -> User:
    return User.objects.with_party().get(pk=user.pk)


def role_of(user: User) -> Role | SupportRole | None:
    return now(user).role


def webhook(cast: Cast) -> Endpoint:
    made = cast.order().placed_at
    return Endpoint.objects.create(
        made_by=cast.ravi, maker=cast.byrne, url="https://shop.example/", secret=new_secret(), last_seq=0, made_at=made
    )


def test_everybody_sees_who_is_there_and_an_owner_alone_can_change_it(cast: Cast, sign_in: SignIn) -> None:
    for who, changes in ((cast.hanna, True), (cast.ravi, False)):
        page = sign_in(who).get("/portal/team/", follow=True).text
        assert "ravi@test.example" in page
        assert "hanna@test.example" in page
        assert (f"/team/{cast.ravi.pk}/" in page) == changes
        assert "otto@test.example" not in page
    assert "ines@test.example" in sign_in(cast.ines).get("/team/").text
    assert "sam@test.example" in sign_in(cast.sam).get("/desk/team/", follow=True).text


def test_to_another_house_nobody_of_it_exists(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    for who in (cast.otto, cast.ines, cast.sam):
        client = sign_in(who)
        for address in ("team-member", "team-remove", "team-hand-over"):
            assert client.post(reverse(address, args=[cast.ravi.pk]), {"role": "owner"}).status_code == 404
    assert role_of(cast.ravi) == Role.ADMINISTRATOR


def test_a_role_is_changed_in_force_at_once_and_told(cast: Cast, sign_in: SignIn) -> None:
    ravi = sign_in(cast.ravi)
    order = cast.order()
    answer = sign_in(cast.hanna).post(f"/team/{cast.ravi.pk}/", {"role": "read_only"}, follow=True)
    assert "Ravi is now “read only”." in answer.text
    refused = ravi.post(f"/portal/orders/{order.number}/accept/")
    assert refused.status_code == 403
    assert "Hanna (owner) can do this." not in refused.text
    assert "Hanna, the owner, can do this." in squeezed(refused.text)
    email = Email.objects.get(user=cast.ravi)
    assert email.subject == "Your role at Byrne Ceramics is now “read only”"
    assert ravi.get("/portal/orders/").status_code == 200


def test_who_may_is_named_where_there_are_several(cast: Cast, sign_in: SignIn) -> None:
    MakerMember.objects.filter(user=cast.ravi).update(role=Role.OWNER)
    lena = User.objects.create_user("lena@test.example", None, name="Lena")
    MakerMember.objects.create(user=lena, maker=cast.byrne, role=Role.PRODUCTS)
    page = squeezed(sign_in(lena).get("/portal/money/").text)
    assert "Your role is “products”, and it does not include money and exports." in page
    assert "Hanna (owner) and Ravi (owner) can do this. Nothing was done." in page


@pytest.mark.parametrize("role", ["products", "lead", "king", ""])
def test_a_role_that_is_not_there_is_refused_in_words(cast: Cast, sign_in: SignIn, role: str) -> None:
    tom = User.objects.create_user("tom@test.example", None, name="Tom")
    cast.harbor.members.create(user=tom)
    answer = sign_in(cast.ines).post(f"/team/{tom.pk}/", {"role": role})
    assert (answer.status_code, role_of(tom)) == (409, Role.ADMINISTRATOR)


def test_the_last_owner_is_not_demoted_nor_removed_nor_leaves(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    assert hanna.post(f"/team/{cast.hanna.pk}/", {"role": "orders"}).status_code == 409
    for address in ("/team/leave/", f"/team/{cast.hanna.pk}/remove/"):
        answer = hanna.post(address)
        assert (answer.status_code, "Hanna is the only owner of Byrne Ceramics" in answer.text) == (409, True)
    assert role_of(cast.hanna) == Role.OWNER
    with pytest.raises(Refused, match="the only lead of support"):
        change_role(cast.sam.pk, SupportRole.AGENT, by=cast.sam)


def test_an_administrator_may_everything_but_people(cast: Cast) -> None:
    for act in (
        lambda: change_role(cast.hanna.pk, Role.ORDERS, by=cast.ravi),
        lambda: change_role(cast.ravi.pk, Role.OWNER, by=cast.ravi),
        lambda: remove_member(cast.hanna.pk, by=cast.ravi),
        lambda: hand_over(cast.ravi.pk, by=cast.ravi),
    ):
        with pytest.raises(Refused, match="does not include people"):
            act()


def test_ownership_is_handed_over(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.hanna).post(f"/team/{cast.ravi.pk}/hand-over/")
    assert (role_of(cast.ravi), role_of(cast.hanna)) == (Role.OWNER, Role.ADMINISTRATOR)
    ben = User.objects.create_user("ben@test.example", None, name="Ben", is_support=True)
    hand_over(ben.pk, by=cast.sam)
    assert (role_of(ben), role_of(cast.sam)) == (SupportRole.LEAD, SupportRole.AGENT)


def test_who_is_removed_is_signed_out_at_once_with_their_tokens_and_told(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    ravi, hanna = sign_in(cast.ravi), sign_in(cast.hanna)
    _, secret = make_token(cast.ravi, name="stock")
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert (ravi.get("/portal/orders/").status_code, program.get("/api/v1/orders").status_code) == (200, 200)
    assert "Remove <bdi>Ravi</bdi>?" in hanna.get(f"/team/{cast.ravi.pk}/remove/").text
    assert MakerMember.objects.filter(user=cast.ravi).exists()
    assert hanna.post(f"/team/{cast.ravi.pk}/remove/").status_code == 302
    assert (ravi.get("/portal/orders/").status_code, program.get("/api/v1/orders").status_code) == (302, 401)
    assert Email.objects.get(user=cast.ravi).subject == "You no longer act for Byrne Ceramics"
    assert hanna.post(f"/team/{cast.ravi.pk}/remove/").status_code == 404


def test_whoever_leaves_is_signed_out_and_the_owners_are_told(cast: Cast, sign_in: SignIn) -> None:
    ravi = sign_in(cast.ravi)
    assert "You have left Byrne Ceramics" in ravi.post("/team/leave/", follow=True).text
    assert ravi.get("/portal/orders/").status_code == 302
    told = {email.to: email.subject for email in Email.objects.filter(key__startswith="member:")}
    assert told == {
        "ravi@test.example": "You no longer act for Byrne Ceramics",
        "hanna@test.example": "Ravi has left Byrne Ceramics",
    }


@pytest.mark.parametrize(("answer", "why_off"), [("stop", "left"), ("go_on", "")])
def test_whether_their_webhooks_go_on_is_asked(cast: Cast, sign_in: SignIn, answer: str, why_off: str) -> None:
    endpoint, hanna = webhook(cast), sign_in(cast.hanna)
    here = f"/team/{cast.ravi.pk}/remove/"
    assert "https://shop.example/" in hanna.get(here).text
    unsaid = hanna.post(here)
    assert (unsaid.status_code, "Say whether the webhooks" in unsaid.text) == (409, True)
    assert now(cast.ravi).is_active
    hanna.post(here, {"belongings": answer})
    endpoint.refresh_from_db()
    assert (endpoint.why_off, now(cast.ravi).is_active) == (why_off, False)


def test_somebody_without_a_role_has_no_team(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("nobody@test.example", "x", name="Nobody"))
    assert client.get("/team/").status_code == 404


def test_a_page_that_is_not_theirs_says_who_can_and_nothing_else(cast: Cast, sign_in: SignIn) -> None:
    MakerMember.objects.filter(user=cast.ravi).update(role=Role.ORDERS)
    answer = sign_in(cast.ravi).get("/portal/products/add/", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (403, "body")
    assert re.search("Hanna, the owner, can do this", answer.text)
