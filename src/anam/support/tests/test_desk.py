"""The desk: its list, its searches and its pages of orders."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries
from tests.html import squeezed

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.orders.escalation.ask_support import ask_support
from anam.orders.fulfilment.place import Item, Origin, place
from anam.people.models import Maker, User
from anam.sql import fetch_values
from anam.support.actions.complain import complain
from anam.support.tests.test_cases import complaint, mail_case
from anam.support.tests.test_money import stuck
from conftest import Cast

SignIn = Callable[[User], Client]
WORDS = "I am so sorry: my kiln is down until spring."


def escalated_case(cast: Cast) -> Case:
    order = cast.order()
    return ask_support(
        order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS, note="Two fell over."
    )


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_most_urgent_case_stands_first_with_its_time_to_answer(cast: Cast, sign_in: SignIn) -> None:
    first, second = complaint(cast), mail_case(cast)
    now = database_now()
    Case.objects.filter(pk=second.pk).update(answer_by=now - timedelta(hours=3), opened_at=now - timedelta(hours=51))
    shown = page(sign_in(cast.sam), "/desk/")
    assert shown.index(f"Case {second.pk}") < shown.index(f"Case {first.pk}")
    assert ">3 h late<" in shown
    assert ">47 h<" in shown


@pytest.mark.parametrize(
    ("search", "found"),
    [("ines", True), ("BYR-", True), ("pieces", True), ("Harbor", True), ("ada@elsewhere", False), ("%", False)],
)
def test_a_case_is_found_by_its_order_its_people_and_its_words(
    cast: Cast, sign_in: SignIn, search: str, found: bool
) -> None:
    case, _ = complaint(cast), mail_case(cast)
    shown = sign_in(cast.sam).get("/desk/", {"q": search}).content.decode()
    assert (f">Case {case.pk}<" in shown) is found


def test_a_case_is_found_by_its_number(cast: Cast, sign_in: SignIn) -> None:
    case = complaint(cast)
    for search in (str(case.pk), f"case {case.pk}", f"#{case.pk}", "9" * 30):
        shown = sign_in(cast.sam).get("/desk/", {"q": search}).content.decode()
        assert (f">Case {case.pk}<" in shown) is (search != "9" * 30)


@pytest.mark.parametrize("many", [3, 60])
def test_the_desk_costs_the_same_queries_for_few_cases_and_for_many(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    order = cast.order()
    for number in range(many):
        open_case(
            "complaint",
            subject=f"Number {number}",
            opened_as="buyer",
            by=cast.ines,
            order=order,
            maker=cast.byrne,
            buyer=cast.harbor,
            answer_within=timedelta(hours=48),
        )
    sam = sign_in(cast.sam)
    with django_assert_num_queries(6):
        sam.get("/desk/?tab=open")


def test_a_search_of_the_desk_is_planned_each_time_and_costs_the_same_queries(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """What is prepared is planned as if every word were rare."""
    sam = sign_in(cast.sam)
    for _ in range(12):
        complaint(cast)
        with django_assert_num_queries(6):
            sam.get("/desk/?q=broken")
    prepared = fetch_values("SELECT statement FROM pg_prepared_statements")
    assert prepared
    assert not [statement for statement in prepared if "to_tsquery" in statement]


def test_sixty_cases_are_read_page_by_page_and_none_is_missed(cast: Cast, sign_in: SignIn) -> None:
    cases = [mail_case(cast).pk for _ in range(60)]
    seen: list[int] = []
    sam, path = sign_in(cast.sam), "/desk/?tab=open"
    while path:
        answer = sam.get(path)
        seen += [case.pk for case in answer.context["cases"]]
        path = f"/desk/?tab=open&after={answer.context['next']}" if answer.context["next"] else ""
    assert seen == cases


@pytest.mark.parametrize(
    ("tab", "stands"),
    [
        ("queue", "open"),
        ("mine", "mine"),
        ("waiting", "answered"),
        ("open", "all"),
        ("unassigned", "nobody's"),
        ("closed", "closed"),
    ],
)
def test_each_tab_holds_what_it_says(cast: Cast, sign_in: SignIn, tab: str, stands: str) -> None:
    cases = {name: mail_case(cast) for name in ("open", "mine", "answered", "closed")}
    now = database_now()
    Case.objects.filter(pk=cases["mine"].pk).update(assigned_to=cast.sam)
    Case.objects.filter(pk=cases["answered"].pk).update(answered_at=now)
    Case.objects.filter(pk=cases["closed"].pk).update(closed_at=now, outcome="answered")
    several = {"open": {"open", "mine"}, "all": {"open", "mine", "answered"}, "nobody's": {"open", "answered"}}
    held = several.get(stands, {stands})
    answer = sign_in(cast.sam).get("/desk/", {"tab": tab})
    assert {case.pk for case in answer.context["cases"]} == {cases[name].pk for name in held}
    counts = {name: number for name, _, number in answer.context["tabs"]}
    assert (counts["queue"], counts["mine"], counts["waiting"], counts["open"]) == (2, 1, 1, 3)
    assert counts.get("unassigned") in (None, 2)


def test_payment_issues_stand_at_the_foot_of_the_queue(cast: Cast, sign_in: SignIn) -> None:
    """D8"""
    sam = sign_in(cast.sam)
    assert "payment issue<" not in page(sam, "/desk/")
    stuck(cast)
    shown = squeezed(page(sam, "/desk/"))
    assert "<strong>1 payment issue</strong>" in shown
    assert "$165.00" in shown


@pytest.mark.parametrize(
    "path",
    [
        "/desk/",
        "/desk/money/",
        "/desk/cases/{case}/",
        "/desk/orders/{order}/",
        "/desk/cases/{case}/decline/",
        "/desk/cases/{case}/note/",
        "/desk/cases/{case}/assign/",
    ],
)
def test_the_desk_is_supports_alone(cast: Cast, sign_in: SignIn, path: str) -> None:
    """D1"""
    case = escalated_case(cast)
    assert case.order
    path = path.format(case=case.pk, order=case.order.number)
    for user in (cast.hanna, cast.otto, cast.ines):
        assert sign_in(user).get(path).status_code == 404
        assert sign_in(user).post(path, {"told_how": "phone", "message": "I told them."}).status_code == 404
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("many", [1, 12])
def test_an_order_costs_support_the_same_queries_with_little_and_with_much(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    order = cast.order(told=True)
    for number in range(many):
        complain(order.number, buyer=cast.harbor, by=cast.ines, words=f"Number {number} broke.")
        write_as_buyer(f"Number {number}.", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    sam = sign_in(cast.sam)
    with django_assert_num_queries(13):
        sam.get(f"/desk/orders/{order.number}/")


def test_support_sees_every_order_with_its_refused_attempts(cast: Cast, sign_in: SignIn) -> None:
    """D12"""
    order = cast.order()
    sign_in(cast.hanna).post(f"/portal/orders/{order.number}/decline/", {"reason": "too_late", "explanation": WORDS})
    shown = page(sign_in(cast.sam), f"/desk/orders/{order.number}/")
    assert "tried to cancel this order, and could not" in shown
    assert sign_in(cast.sam).get("/desk/orders/BYR-0/").status_code == 404
    for number in ("999999", "9" * 30):
        assert sign_in(cast.sam).get(f"/desk/cases/{number}/").status_code == 404


@pytest.mark.parametrize("written", ["{0}", "#{1}", "{1}", "order {0}", "{2}", "shop-№ 77/5", "775"])
def test_a_number_finds_its_order_without_a_case_on_the_desk(cast: Cast, sign_in: SignIn, written: str) -> None:
    order = place(
        [Item("Mug", 1, 1450)],
        maker=cast.byrne,
        buyer=cast.harbor,
        currency="USD",
        origin=Origin(source="shop", reference="№ 77/5"),
    )
    number = order.number
    asked = written.format(number, number.split("-")[1], number.replace("-", "").lower())
    shown = sign_in(cast.sam).get("/desk/", {"q": asked.replace("shop-", "")}).content.decode()
    assert f'href="/desk/orders/{number}/"' in shown
    assert "No case matches" in shown


def test_a_case_is_found_with_and_without_accents(cast: Cast, sign_in: SignIn) -> None:
    Maker.objects.filter(pk=cast.byrne.pk).update(name="Café Łódź")
    cast.byrne.refresh_from_db()
    case = complaint(cast)
    for asked in ("cafe", "CAFE\u0301", "lodz"):
        assert f">Case {case.pk}<" in sign_in(cast.sam).get("/desk/", {"q": asked}).content.decode()
