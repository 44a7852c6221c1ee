"""Two people at one conversation at the same moment: every message is there once, and nothing unseen is read."""

import re

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation, Message, Reading
from conftest import Cast
from tests.conftest import Live
from tests.races.clients import Member, at_once


def ines_wrote(scenario: Cast, words: str = "Do you ship to Maine?") -> Conversation:
    posted = write_as_buyer(words, buyer=scenario.harbor, maker=scenario.byrne, by=scenario.ines)
    return Conversation.objects.get(pk=posted.conversation_id)


def test_a_double_click_sends_once(live: Live, scenario: Cast) -> None:
    """D7"""
    conversation = ines_wrote(scenario)
    hanna = Member.signed_in(live.port, scenario.hanna)
    tabs = [hanna.in_another_tab() for _ in range(6)]
    answers = at_once(
        *(lambda tab=tab: tab.post(f"/portal/messages/{conversation.pk}/", message="Yes.") for tab in tabs)
    )
    assert {answer.status for answer in answers} == {302}
    assert Message.objects.filter(conversation=conversation, body="Yes.").count() == 1


def test_first_messages_at_the_same_moment_open_one_conversation(live: Live, scenario: Cast) -> None:
    """D4, D7"""
    ines = Member.signed_in(live.port, scenario.ines)
    tabs = [ines.in_another_tab() for _ in range(6)]
    at_once(
        *(
            lambda tab=tab, number=number: tab.post(f"/messages/to/{scenario.byrne.slug}/", message=f"Hello {number}")
            for number, tab in enumerate(tabs)
        )
    )
    conversation = Conversation.objects.get(maker=scenario.byrne, buyer=scenario.harbor)
    sent = list(conversation.messages.order_by("id").values_list("sent_at", flat=True))
    assert len(set(sent)) == 6
    assert sent == sorted(sent)
    assert conversation.last_message_at == conversation.last_for_maker_at == sent[-1]


def test_an_upload_that_is_far_too_big_is_answered_in_words_and_keeps_what_was_typed(
    live: Live, scenario: Cast
) -> None:
    conversation = ines_wrote(scenario)
    ines = Member.signed_in(live.port, scenario.ines)
    parts = [
        f'name="csrfmiddlewaretoken"\r\n\r\n{ines.cookies["csrftoken"]}',
        'name="message"\r\n\r\nTyped with care',
        'name="pictures"; filename="big.jpg"\r\n\r\n' + "x" * 60_000_000,
    ]
    body = "".join(f"--edge\r\nContent-Disposition: form-data; {part}\r\n" for part in parts) + "--edge--\r\n"
    answer = ines.ask("POST", f"/messages/{conversation.pk}/", body, kind="multipart/form-data; boundary=edge")
    assert answer.status == 422
    assert "“big.jpg” is too big: 57.3 MB of at most 5 MB." in answer.words
    assert "Typed with care" in answer.words


def test_who_reads_while_others_write_reads_only_what_they_saw(live: Live, scenario: Cast) -> None:
    conversation = ines_wrote(scenario)
    page = f"/portal/messages/{conversation.pk}/"
    hanna, ravi = (Member.signed_in(live.port, person) for person in (scenario.hanna, scenario.ravi))
    ines = Member.signed_in(live.port, scenario.ines)
    for number in range(8):
        seen, also_seen, _ = at_once(
            lambda: hanna.ask("GET", page),
            lambda: ravi.ask("GET", page),
            lambda number=number: ines.post(f"/messages/{conversation.pk}/", message=f"Number {number}."),
        )
        conversation.refresh_from_db()
        shown = max(_numbers(seen.words) + _numbers(also_seen.words), default=-1)
        unseen = conversation.messages.filter(body=f"Number {number}.", sent_at__gt=conversation.maker_read_to).exists()
        assert unseen == (shown < number)
    readings = list(Reading.objects.filter(conversation=conversation, side="maker").values_list("up_to", flat=True))
    assert len(readings) == len(set(readings))


def _numbers(words: str) -> list[int]:
    return [int(number) for number in re.findall(r"Number (\d+)\.", words)]
