"""`anam add-member`: how people get in."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from anam.people.models import Buyer, Maker, Role, User
from conftest import Cast


def add(*arguments: str) -> str:
    said = StringIO()
    call_command("add_member", *arguments, stdout=said)
    return said.getvalue()


def test_a_new_member_has_no_password_and_is_told_where_to_choose_one(cast: Cast) -> None:
    said = add("Nuala@Test.Example", "--name", "Nuala Keane", "--maker", "byrne", "--time-zone", "Europe/Dublin")
    nuala = User.objects.get(email="nuala@test.example")
    assert nuala.maker_member.role == "administrator"
    assert nuala.time_zone == "Europe/Dublin"
    assert not nuala.has_usable_password()
    assert reverse("account_reset_password") in said


def test_they_get_in_by_forgot_password(cast: Cast) -> None:
    add("nuala@test.example", "--name", "Nuala Keane", "--maker", "byrne")
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "nuala@test.example"})
    link = re.search(
        r"http://\S+(/accounts/password/reset/key/\S+)", User.objects.get(email="nuala@test.example").emails.get().text
    )
    assert link
    form = client.get(link[1], follow=True)
    chosen = {"password1": "eleven kilns burning", "password2": "eleven kilns burning"}
    client.post(form.redirect_chain[-1][0], chosen)
    assert User.objects.get(email="nuala@test.example").check_password("eleven kilns burning")


def test_a_buyer_and_support_are_added_alike(cast: Cast) -> None:
    add("tom@test.example", "--name", "Tom", "--buyer", "harbor")
    add("ada@test.example", "--name", "Ada", "--support")
    assert User.objects.get(email="tom@test.example").buyer == cast.harbor
    assert User.objects.get(email="tom@test.example").role == Role.ADMINISTRATOR
    assert User.objects.get(email="ada@test.example").is_support


def test_support_gets_a_lead_who_may_have_been_there_before(cast: Cast) -> None:
    """D6"""
    User.objects.filter(pk=cast.sam.pk).update(leads_support=False)
    assert "support, and leads it" in add(cast.sam.email, "--name", "Sam", "--support", "--lead")
    assert User.objects.get(pk=cast.sam.pk).leads_support
    assert "nothing was changed" in add(cast.sam.email, "--name", "Sam", "--support", "--lead")
    add("ada@test.example", "--name", "Ada", "--support", "--lead")
    assert User.objects.get(email="ada@test.example").leads_support
    with pytest.raises(CommandError, match="Only support has a lead"):
        add("hanna@test.example", "--name", "Hanna", "--maker", "byrne", "--lead")


def test_nothing_is_made_twice(cast: Cast) -> None:
    arguments = ("nuala@test.example", "--name", "Nuala", "--maker", "nuala-knits", "--new-party", "Nuala Knits")
    add(*arguments, "--role", "owner")
    assert "nothing was changed" in add(*arguments)
    assert User.objects.filter(email="nuala@test.example").count() == 1
    assert Maker.objects.get(slug="nuala-knits").members.get().role == "owner"


def test_who_comes_first_is_the_owner_of_a_new_house(cast: Cast) -> None:
    add("nuala@test.example", "--name", "Nuala", "--maker", "nuala-knits", "--new-party", "Nuala Knits")
    add("oona@test.example", "--name", "Oona", "--maker", "nuala-knits")
    add("tom@test.example", "--name", "Tom", "--buyer", "quay", "--new-party", "North Quay")
    roles = {user.name: user.role for user in User.objects.filter(name__in=["Nuala", "Oona", "Tom"])}
    assert roles == {"Nuala": Role.OWNER, "Oona": Role.ADMINISTRATOR, "Tom": Role.OWNER}


def test_a_new_maker_has_a_storefront_and_a_prefix(cast: Cast) -> None:
    add("nuala@test.example", "--name", "Nuala", "--maker", "nuala-knits", "--new-party", "Nuala Knits")
    maker = Maker.objects.get(slug="nuala-knits")
    assert maker.order_prefix == "NUA"
    assert maker.storefront.open


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nuala", "--name", "N", "--support"], "no email address"),
        (["n@test.example", "--name", " ", "--support"], "a name"),
        (["n@test.example", "--name", "N", "--maker", "nobody"], "There is no maker “nobody”"),
        (["n@test.example", "--name", "N", "--buyer", "a b", "--new-party", "A"], "part of an address"),
        (["n@test.example", "--name", "N", "--support", "--time-zone", "Mars"], "no time zone “Mars”"),
        (["n@test.example", "--name", "N", "--support", "--role", "owner"], "give --maker or --buyer as well"),
        (["n@test.example", "--name", "N", "--buyer", "harbor", "--role", "products"], "A shop has no products"),
        (["n@test.example", "--name", "N", "--support", "--new-party", "A"], "support is there already"),
        (["hanna@test.example", "--name", "H", "--buyer", "harbor"], "acts for Byrne Ceramics already"),
        (["hanna@test.example", "--name", "H", "--maker", "new", "--new-party", "New"], "acts for Byrne Ceramics"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_changes_nothing(cast: Cast, arguments: Any, words: str) -> None:
    before = (User.objects.count(), Maker.objects.count(), Buyer.objects.count())
    with pytest.raises(CommandError, match=words) as refused:
        add(*arguments)
    assert "\n" not in str(refused.value)
    assert (User.objects.count(), Maker.objects.count(), Buyer.objects.count()) == before
