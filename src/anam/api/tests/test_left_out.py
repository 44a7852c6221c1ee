"""What an e-mail says besides the words that were posted, as the API gives it."""

from anam.api.tests.calling import Caller
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.mail.besides import SHOWN
from anam.mail.models import IncomingMail
from conftest import Cast


def test_what_was_left_out_comes_to_whoever_may_read_it(cast: Cast) -> None:
    """A signature to both sides; what may be of our e-mail to the writer's own side and to support."""
    posted = write_as_buyer("Green, please.", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    IncomingMail.objects.create(
        header_id="x",
        recipient="y",
        received_at=database_now(),
        message_id=posted.message_id,
        left_out=f"Ines, by the pier{'.' * SHOWN}!",
        quoted="> between us",
    )
    for user in (cast.hanna, cast.ines, cast.sam):
        answer = Caller.of(user).get(f"/conversations/{posted.conversation_id}/messages")
        (item,) = answer.json()["items"]
        assert item["left_out"].startswith("Ines, by the pier...")
        assert (".!" in item["left_out"], "between us" in item["left_out"]) == (True, user != cast.hanna)


def test_what_was_written_on_the_page_left_nothing_out(cast: Cast) -> None:
    posted = write_as_buyer("Green, please.", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    answer = Caller.of(cast.ines).get(f"/conversations/{posted.conversation_id}/messages")
    assert [item["left_out"] for item in answer.json()["items"]] == [""]
