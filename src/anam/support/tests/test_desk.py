"""The desk, a case's page, and where makers and buyers meet support: the wiring of the screens."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries
from tests.html import squeezed

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case, CaseEntry
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.mail.models import Email
from anam.mail.sentences import said
from anam.orders.escalation.ask_support import ask_support
from anam.orders.fulfilment.place import Item, Origin, place
from anam.orders.models import Order
from anam.people.models import Maker, User
from anam.sql import fetch_values
from anam.support.actions.add_note import add_note
from anam.support.actions.complain import complain
from anam.support.actions.write_to import write_to
from anam.support.tests.test_cases import BROKEN, complaint, mail_case, tom
from anam.support.tests.test_money import stuck
from conftest import Cast, after_the_session

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


@pytest.mark.parametrize(
    ("to", "words", "newer", "shown"),
    [
        ("ines", "no such mailbox", False, "no such mailbox"),
        ("ines", "", False, "it did not arrive"),
        ("ines", "no such mailbox", True, ""),
        ("old@elsewhere.test", "no such mailbox", False, ""),
    ],
)
def test_beside_a_member_stands_that_the_newest_email_to_their_address_failed(
    cast: Cast, sign_in: SignIn, to: str, words: str, newer: bool, shown: str
) -> None:
    case = complaint(cast)
    facts = {"user": cast.ines, "to": cast.ines.email if to == "ines" else to, "subject": "…", "text": "…"}
    Email.objects.create(key="a", failed_at=database_now(), failure=said(words), **facts)
    if newer:
        Email.objects.create(key="b", **facts)
    found = page(sign_in(cast.sam), f"/desk/cases/{case.pk}/")
    assert (f"Not reached by email: {shown}" if shown else "</a>") in found
    assert ("Not reached by email:" in found) is bool(shown)


@pytest.mark.parametrize("many", [1, 12])
def test_a_case_costs_the_same_queries_with_little_and_with_much(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    order = cast.order(told=True)
    cases = [complain(order.number, buyer=cast.harbor, by=cast.ines, words=f"Number {n} broke.") for n in range(many)]
    for number in range(many):
        write_as_buyer(f"Number {number}.", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
        add_note(cases[0].pk, by=cast.sam, words=f"Number {number}.")
    sam, path = sign_in(cast.sam), f"/desk/cases/{cases[0].pk}/"
    with django_assert_num_queries(19):
        sam.get(path)


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


def test_a_case_shows_everything_that_is_needed_to_decide(cast: Cast, sign_in: SignIn) -> None:
    """D6"""
    User.objects.filter(pk=cast.ines.pk).update(phone="+1 207 555 0100")
    write_as_buyer("Do you ship to Maine?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    case = escalated_case(cast)
    assert case.order
    add_note(case.pk, by=cast.sam, words="She telephoned me.")
    shown = page(sign_in(cast.sam), f"/desk/cases/{case.pk}/")
    for words in (
        case.order.number,
        "cannot make it in time",
        WORDS,
        "Two fell over.",
        "in time",
        "+1 207 555 0100",
        cast.ines.email,
        cast.hanna.email,
        "Do you ship to Maine?",
        "asked support to tell the buyer",
        "Mug, oatmeal",
        "is authorised",
        "last 90 days",
        "She telephoned me.",
        "Internal note",
        "will be released",
    ):
        assert words in shown


def test_support_tells_the_buyer_from_the_case_and_the_order_is_declined(cast: Cast, sign_in: SignIn) -> None:
    """D6: with the plan that was announced (D11), once (D7)."""
    case, sam = escalated_case(cast), sign_in(cast.sam)
    announced = sam.get(f"/desk/cases/{case.pk}/").context["escalation"]["plan"].preview_token
    sent = {"told_how": "email", "message": "Byrne asked us to tell you.", "preview_token": announced}
    answer = sam.post(f"/desk/cases/{case.pk}/decline/", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.pk}/")
    assert Order.objects.get(pk=case.order_id).status == "declined"
    again = sam.post(f"/desk/cases/{case.pk}/decline/", sent)
    assert again.status_code == 409
    assert "Sam closed this case" in again.content.decode()


def test_what_was_not_announced_is_not_done(cast: Cast, sign_in: SignIn) -> None:
    """D11"""
    case = escalated_case(cast)
    sent = {"told_how": "phone", "message": "I telephoned her today.", "preview_token": "something.else"}
    answer = sign_in(cast.sam).post(f"/desk/cases/{case.pk}/decline/", sent)
    assert answer.status_code == 409
    assert "I telephoned her today." in answer.content.decode()
    assert Order.objects.get(pk=case.order_id).status == "placed"


def test_when_somebody_was_told_is_read_on_the_agents_clock(cast: Cast, sign_in: SignIn) -> None:
    """D3"""
    User.objects.filter(pk=cast.sam.pk).update(time_zone="Asia/Tokyo")
    case, sam = escalated_case(cast), sign_in(cast.sam)
    told = database_now() - timedelta(minutes=30)
    typed = (told + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
    path = f"/desk/cases/{case.pk}/decline/"
    assert sam.post(path, {"told_how": "phone", "message": "I telephoned her.", "told_at": "soon"}).status_code == 409
    assert sam.post(path, {"told_how": "phone", "message": "I telephoned her.", "told_at": typed}).status_code == 302
    assert Order.objects.get(pk=case.order_id).contacted_at == told.replace(second=0, microsecond=0)


@pytest.mark.parametrize(("placed", "told"), [((5, 45), (6, 30)), ((4, 45), (5, 30))])
def test_in_the_hour_that_came_twice_the_buyer_was_told_after_the_order_was_placed(
    cast: Cast, sign_in: SignIn, placed: tuple[int, int], told: tuple[int, int]
) -> None:
    """D3: half past one came twice in New York that night, at half past five and half past six in UTC."""
    User.objects.filter(pk=cast.sam.pk).update(time_zone="America/New_York")
    order = cast.order(placed=database_now() - datetime(2025, 11, 2, *placed, tzinfo=UTC))
    case = ask_support(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    sent = {"told_how": "phone", "message": "I telephoned her.", "told_at": "2025-11-02T01:30"}
    assert sign_in(cast.sam).post(f"/desk/cases/{case.pk}/decline/", sent).status_code == 302
    assert Order.objects.get(pk=order.pk).contacted_at == datetime(2025, 11, 2, *told, tzinfo=UTC)


def test_in_the_hour_that_the_clocks_leave_out_nobody_was_told(cast: Cast, sign_in: SignIn) -> None:
    """D3"""
    User.objects.filter(pk=cast.sam.pk).update(time_zone="America/New_York")
    order = cast.order(placed=database_now() - datetime(2025, 3, 8, tzinfo=UTC))
    case = ask_support(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    sent = {"told_how": "phone", "message": "I telephoned her.", "told_at": "2025-03-09T02:30"}
    answer = sign_in(cast.sam).post(f"/desk/cases/{case.pk}/decline/", sent)
    assert answer.status_code == 409
    assert "The clocks went forward then" in answer.content.decode()


@pytest.mark.parametrize(("verb", "outcome"), [("refuse", "refused"), ("hand-back", "handed_back")])
def test_support_refuses_or_hands_back(cast: Cast, sign_in: SignIn, verb: str, outcome: str) -> None:
    """D6"""
    case, sam = escalated_case(cast), sign_in(cast.sam)
    short = sam.post(f"/desk/cases/{case.pk}/{verb}/", {"message": "No."})
    assert short.status_code == 409
    assert ">No.</textarea>" in squeezed(short.content.decode())
    sam.post(f"/desk/cases/{case.pk}/{verb}/", {"message": "They say that you agreed."})
    case.refresh_from_db()
    assert case.outcome == outcome


def test_the_draft_of_an_email_is_no_record_of_what_was_said(cast: Cast, sign_in: SignIn) -> None:
    """D6: told by telephone, what was said has a field of its own."""
    case, sam = escalated_case(cast), sign_in(cast.sam)
    path, draft = f"/desk/cases/{case.pk}/decline/", "Hello, Byrne asked us to tell you."
    empty = sam.post(path, {"told_how": "phone", "message": draft, "said": ""})
    assert empty.status_code == 409
    assert draft in empty.content.decode()
    assert sam.post(path, {"told_how": "phone", "message": draft, "said": "I telephoned her."}).status_code == 302
    said = [entry.words for entry in CaseEntry.objects.filter(case=case)]
    assert any("I telephoned her." in words for words in said)
    assert not any(draft in words for words in said)


def test_no_outcome_is_chosen_before_support_chooses_one(cast: Cast, sign_in: SignIn) -> None:
    case, sam = escalated_case(cast), sign_in(cast.sam)
    path = f"/desk/cases/{case.pk}/"
    assert "checked" not in page(sam, path)
    short = squeezed(sam.post(f"{path}refuse/", {"message": "No."}).content.decode())
    assert 'value="refuse" autocomplete="off" checked' in short


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


def test_beside_a_case_stands_the_list_that_it_was_opened_from(cast: Cast, sign_in: SignIn) -> None:
    """At a desk; and opened beside the list by htmx, the case comes alone."""
    case, other, sam = mail_case(cast), complaint(cast), sign_in(cast.sam)
    shown = page(sam, f"/desk/cases/{case.pk}/?q=BYR")
    assert f"/desk/cases/{other.pk}/?q=BYR" in shown
    assert f"/desk/cases/{case.pk}/?q=BYR" not in shown
    alone = sam.get(f"/desk/cases/{case.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "Where is my login?" in alone
    assert "<html" not in alone
    assert "desk-list" not in alone


def test_payment_issues_stand_at_the_foot_of_the_queue(cast: Cast, sign_in: SignIn) -> None:
    """D8"""
    sam = sign_in(cast.sam)
    assert "payment issue<" not in page(sam, "/desk/")
    stuck(cast)
    shown = squeezed(page(sam, "/desk/"))
    assert "<strong>1 payment issue</strong>" in shown
    assert "$165.00" in shown


def test_the_loser_of_two_agents_is_told_who_has_it(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    case, second = complaint(cast), tom()
    path = f"/desk/cases/{case.pk}/assign/"
    assert sign_in(second).post(path, {"to": second.pk, "seen": ""}).status_code == 302
    answer = sign_in(cast.sam).post(path, {"to": cast.sam.pk, "seen": ""})
    assert answer.status_code == 409
    assert "Tom has this case now." in answer.content.decode()


@pytest.mark.parametrize("typed", ["x", "0", "9" * 30, "-1"])
def test_a_case_is_given_to_no_stranger(cast: Cast, sign_in: SignIn, typed: str) -> None:
    path = f"/desk/cases/{complaint(cast).pk}/assign/"
    for to in (typed, str(cast.hanna.pk)):
        assert sign_in(cast.sam).post(path, {"to": to, "seen": ""}).status_code == 404


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


def test_a_buyer_asks_reads_the_answer_and_answers(cast: Cast, sign_in: SignIn) -> None:
    order, ines = cast.order(), sign_in(cast.ines)
    assert "Write to them first" in page(ines, f"/orders/{order.number}/problem/")
    short = ines.post(f"/orders/{order.number}/problem/", {"words": "bad"})
    assert short.status_code == 422
    answer = ines.post(f"/orders/{order.number}/problem/", {"words": BROKEN})
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.pk}/"
    write_to(case.pk, to="buyer", by=cast.sam, words="I am sorry. New bowls are on their way.")
    add_note(case.pk, by=cast.sam, words="Byrne is careless.")
    shown = page(ines, f"/cases/{case.pk}/")
    assert "New bowls are on their way." in shown
    assert "careless" not in shown
    ines.post(f"/cases/{case.pk}/", {"words": "Thank you."})
    assert "Thank you." in page(sign_in(cast.sam), f"/desk/cases/{case.pk}/")


def test_a_case_is_seen_by_whom_it_concerns_and_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    """D1: the maker does not see the buyer's complaint until support writes to them, and then only that."""
    case = complaint(cast)
    path = f"/cases/{case.pk}/"
    assert [sign_in(user).get(path).status_code for user in (cast.ines, cast.hanna, cast.otto, cast.sam)] == [
        200,
        404,
        404,
        404,
    ]
    write_to(case.pk, to="maker", by=cast.sam, words="What happened to the bowls?")
    shown = page(sign_in(cast.ravi), path)
    assert "What happened to the bowls?" in shown
    assert BROKEN not in shown
    assert "What happened to the bowls?" not in page(sign_in(cast.ines), path)
    assert sign_in(cast.otto).post(path, {"words": "Let me in."}).status_code == 404


def test_a_message_is_reported_from_its_page(cast: Cast, sign_in: SignIn) -> None:
    posted = write_as_buyer("You are a crook.", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    path, hanna = f"/messages/report/{posted.message_id}/", sign_in(cast.hanna)
    assert "You are a crook." in page(hanna, path)
    assert hanna.post(path, {"words": ""}).status_code == 422
    hanna.post(path, {"words": "She insults me."}, follow=True)
    case = Case.objects.get()
    assert "Reported" in page(sign_in(cast.sam), f"/desk/cases/{case.pk}/")
    assert [sign_in(user).get(path).status_code for user in (cast.ines, cast.otto, cast.sam)] == [404, 404, 404]


def test_what_support_typed_outlives_the_session(cast: Cast, sign_in: SignIn) -> None:
    case, client = escalated_case(cast), after_the_session(cast.sam)
    client.post(f"/desk/cases/{case.pk}/decline/", {"told_how": "phone", "message": "I telephoned her today."})
    client.post("/accounts/login/", {"login": cast.sam.email, "password": "demo"})
    shown = page(client, f"/desk/cases/{case.pk}/decline/")
    assert "I telephoned her today." in shown
    assert "nothing was sent" in shown


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
