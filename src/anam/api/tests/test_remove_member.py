"""`anam remove-member`: how people leave. What they did stays; what they could do ends at once."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from anam.api.actions.make_token import make_token
from anam.api.models import Token
from anam.cases.models import Case
from anam.clock import database_now
from anam.history.models import Entry
from anam.orders.fulfilment.accept import accept
from anam.people.models import MakerMember, User
from conftest import Cast


def remove(email: str) -> str:
    said = StringIO()
    call_command("remove_member", email, stdout=said)
    return said.getvalue()


def test_a_removed_member_is_signed_out_everywhere_and_their_tokens_end(
    cast: Cast, sign_in: Callable[[User], Client]
) -> None:
    """D1"""
    browser = sign_in(cast.ravi)
    _, secret = make_token(cast.ravi, name="stock")
    program = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert browser.get("/portal/orders/").status_code == 200
    assert Client().get("/api/v1/orders", **program).status_code == 200

    assert "Ravi <ravi@test.example> no longer acts for Byrne Ceramics" in remove("RAVI@test.example")

    assert browser.get("/portal/orders/").status_code == 302
    assert Client().get("/api/v1/orders", **program).status_code == 401
    assert not MakerMember.objects.filter(user=cast.ravi).exists()


def test_somebody_who_comes_back_has_neither_the_old_session_nor_the_old_token(
    cast: Cast, sign_in: Callable[[User], Client]
) -> None:
    browser = sign_in(cast.ravi)
    _, secret = make_token(cast.ravi, name="stock")
    remove("ravi@test.example")
    call_command("add_member", "ravi@test.example", "--name", "Ravi", "--maker", "weaves", stdout=StringIO())
    ravi = User.objects.get(pk=cast.ravi.pk)
    assert ravi.is_active
    assert ravi.maker == cast.weaves
    assert not ravi.has_usable_password()
    assert browser.get("/portal/orders/").status_code == 302
    assert Client().get("/api/v1/orders", HTTP_AUTHORIZATION=f"Bearer {secret}").status_code == 401


def test_the_history_keeps_their_name(cast: Cast) -> None:
    """D12"""
    order = cast.order()
    accept(order.number, maker=cast.byrne, by=cast.ravi)
    remove("ravi@test.example")
    assert Entry.objects.get(order=order, kind="accepted").actor.name == "Ravi"


def test_the_cases_of_somebody_who_left_support_are_open_for_the_others(cast: Cast) -> None:
    order, now = cast.order(), database_now()
    case = Case.objects.create(
        kind="complaint",
        order=order,
        maker=cast.byrne,
        buyer=cast.harbor,
        opened_at=now,
        opened_by=cast.ines,
        message="Two mugs came broken.",
        answer_by=now + timedelta(hours=48),
        assigned_to=cast.sam,
    )
    remove("sam@test.example")
    case.refresh_from_db()
    assert case.assigned_to is None
    assert not User.objects.get(pk=cast.sam.pk).is_support


def test_a_house_with_members_keeps_an_owner(cast: Cast) -> None:
    with pytest.raises(CommandError, match="only owner of Byrne Ceramics"):
        remove("hanna@test.example")
    assert Token.objects.count() == 0
    remove("ravi@test.example")
    remove("hanna@test.example")  # nobody is left who would need one


def test_who_acts_for_nobody_cannot_be_removed_twice(cast: Cast) -> None:
    remove("ravi@test.example")
    with pytest.raises(CommandError, match="Nobody of the address"):
        remove("ravi@test.example")
    with pytest.raises(CommandError, match="Nobody of the address"):
        remove("nobody@test.example")
