"""An article whose number is not the policy's is named; one whose number is about something else is not."""

import pytest

from anam.helpcenter.claims import claims_in, contradictions
from anam.helpcenter.library import Library, library_now
from anam.helpcenter.models import Article
from anam.helpcenter.tests.test_support_center import write
from anam.policy.models import Policy


def library(**policy: int) -> Library:
    numbers = {
        "decline_window_hours": 72,
        "first_reminder_hours": 24,
        "last_reminder_hours": 6,
        "buyer_request_hours": 24,
        "request_answer_hours": 48,
        "support_answer_hours": 48,
    }
    return Library(1, tuple({**numbers, **policy}.items()), "{}", ())


def wrong(text: str, **policy: int) -> list[str]:
    return [f"{one.says}: {one.name}" for one in contradictions(claims_in(text), library(**policy))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Cancellations must be done within 72 hours of the order being placed.", "72 hours: decline_window_hours"),
        ("You can decline for three days.", "three days: decline_window_hours"),
        ("The 72-hour window is over.", "72-hour: decline_window_hours"),
        ("Call it off within 72h.", "72h: decline_window_hours"),
        ("After seventy-two hours you cannot cancel.", "seventy-two hours: decline_window_hours"),
    ],
)
def test_a_number_of_the_policy_is_known_in_all_its_forms(text: str, name: str) -> None:
    assert wrong(text) == []
    assert wrong(text, decline_window_hours=48) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Parcels take 5 days.",
        "You cancel; the parcel takes 5–7 days.",
        "Support answers within 48 hours.",
        "We remind you 24 hours before it ends, and again 6 hours before.",
        "We refund in 5 business days after you cancel.",
        "A buyer can ask to cancel for 24 hours after the order.",
        "If you cancel, see page 12.",
        "The maker answers a request within 48 hours.",
        "Cancel it at 14 h 02.",
        "Cancelled orders stay for years.",
    ],
)
def test_a_number_about_something_else_is_no_false_alarm(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Support answers within 24 hours.", "24 hours: support_answer_hours"),
        ("We remind you 12 hours before.", "12 hours: first_reminder_hours"),
        ("The maker answers your request in two days, or three days.", "three days: request_answer_hours"),
    ],
)
def test_every_number_of_the_policy_is_watched(text: str, name: str) -> None:
    assert wrong(text) == [name]


@pytest.mark.django_db
def test_a_number_written_as_liquid_never_contradicts() -> None:
    write("Cancel within {{ policy.decline_window_hours }} hours.", slug="liquid")
    write("Cancel within 72 hours.", slug="literal")
    values = {
        field.attname: getattr(Policy.objects.latest("id"), field.attname) for field in Policy._meta.concrete_fields
    }
    Policy.objects.create(**{**values, "id": None, "decline_window_hours": 48, "why": "A test"})
    from anam.helpcenter.indexing import bring_up_to_date

    bring_up_to_date()
    said = {article.slug: contradictions(article.claims, library_now()) for article in Article.objects.published()}
    assert [one.says for one in said["literal"]] == ["72 hours"]
    assert {slug for slug, one in said.items() if one} == {"literal"}
