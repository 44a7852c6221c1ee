"""What Anam says in a case is kept as codes and parameters; what people say there stays as they said it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from tests.another_version import unchecked
from tests.languages import irish

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.close_case import close_case
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case, CaseEntry, searched_for
from anam.cases.sentences import SUBJECTS
from anam.clock import database_now
from anam.coded import coded
from conftest import Cast

pytestmark = pytest.mark.django_db


def complaint(cast: Cast, **columns: Any) -> Case:
    case, _ = open_case(
        Case.Kind.COMPLAINT,
        about=coded("something_wrong", order="BYR-7"),
        message="Two mugs came broken.",
        opened_as="buyer",
        by=cast.ines,
        answer_within=timedelta(hours=24),
        **columns,
    )
    return case


def test_a_case_keeps_what_it_is_about_and_not_the_words_for_it(cast: Cast) -> None:
    case = Case.objects.get(pk=complaint(cast).pk)
    assert (case.subject, case.about) == ("", {"code": "something_wrong", "order": "BYR-7"})
    assert (case.title, case.question) == ("Something is wrong with order BYR-7", "Two mugs came broken.")
    assert CaseEntry.objects.get(case=case).event == {"code": "opened"}


def test_it_closes_with_a_code_or_with_the_words_of_whoever_closes_it(cast: Cast) -> None:
    by_itself, answered = complaint(cast), complaint(cast)
    because = coded("order_shipped", by="Ravi")
    close_case(by_itself, outcome="overtaken", because=because, by=cast.ravi, as_side="anam", at=database_now())
    close_case(answered, outcome="answered", words="Sent new ones.", by=cast.sam, at=database_now())
    by_itself, answered = (Case.objects.get(pk=one.pk) for one in (by_itself, answered))
    assert (by_itself.closing_words, by_itself.closed_because) == ("", because)
    assert by_itself.closing == "Ravi shipped the order."
    assert (answered.closing_words, answered.closed_because, answered.closing) == (
        "Sent new ones.",
        {},
        "Sent new ones.",
    )
    said = [CaseEntry.objects.filter(case=one).latest("id") for one in (by_itself, answered)]
    assert [entry.body for entry in said] == ["", "Sent new ones."]
    assert [entry.words for entry in said] == [
        "Closed: settled by what happened meanwhile.\nRavi shipped the order.",
        "Closed: answered.\nSent new ones.",
    ]


def test_whoever_reads_reads_it_in_their_language(cast: Cast, tmp_path: Path, settings: Any) -> None:
    case = complaint(cast)
    with irish(settings, tmp_path, {"Something is wrong with order {order}": "Tá fadhb le hordú {order}"}):
        with translation.override("ga"):
            assert case.title == "Tá fadhb le hordú BYR-7"
        assert case.title == "Something is wrong with order BYR-7"


def test_an_entry_says_something(cast: Cast) -> None:
    case = complaint(cast)
    with pytest.raises(IntegrityError, match="case_entry_says_something"), transaction.atomic():
        add_entry(case, "note", side="support", by=cast.sam)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("something wrong", True),  # what Anam calls it
        ("wrong BYR-7", True),  # with the order
        ("Ines wrong", True),  # with whoever asked
        ("broken mugs", True),  # what they wrote
        ("wrong pots", False),
        ("not fulfil", False),  # what Anam calls another one
        ("something_wrong", True),
        ("somethingwrong", False),  # the code itself is nobody's word
    ],
)
def test_a_case_is_found_by_all_that_an_agent_reads_of_it(cast: Cast, wanted: str, found: bool) -> None:
    complaint(cast)
    assert Case.objects.found_by(**searched_for(wanted)).exists() is found


def test_it_is_found_by_the_words_of_the_language_that_is_read(cast: Cast, tmp_path: Path, settings: Any) -> None:
    complaint(cast)
    with irish(settings, tmp_path, {str(SUBJECTS["something_wrong"]): "Tá fadhb le hordú {order}"}):
        assert not Case.objects.found_by(**searched_for("fadhb")).exists()
        with translation.override("ga"):
            assert Case.objects.found_by(**searched_for("fadhb byr-7")).exists()
            assert not Case.objects.found_by(**searched_for("wrong")).exists()


def test_what_another_version_kept_is_shown_all_the_same(cast: Cast, sign_in: Any) -> None:
    case = complaint(cast)
    stolen, sunk = coded("stolen_by_pirates", ship="Granuaile"), coded("sunk")
    Case.objects.filter(pk=case.pk).update(
        about=unchecked(stolen), closed_because=unchecked(sunk), outcome="sunk", closed_at=database_now()
    )
    boarded: Any = unchecked(coded("boarded", by="Grace"))
    CaseEntry.objects.create(case=case, kind="event", event=boarded, side="anam", at=database_now())
    page = sign_in(cast.sam).get(f"/desk/cases/{case.pk}/")
    assert page.status_code == 200
    for words in ("Stolen by pirates.", "Sunk.", "Boarded."):
        assert words in page.content.decode()
