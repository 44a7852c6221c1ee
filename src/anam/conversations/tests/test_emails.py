"""That the other side is told of a message by e-mail: D7, D10."""

from anam.conversations.actions.answer_as_maker import answer_as_maker
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.people.models import User
from conftest import Cast


def test_each_active_member_of_the_other_side_gets_one_letter(cast: Cast) -> None:
    """D7, D10"""
    User.objects.filter(pk=cast.ravi.pk).update(is_active=False)
    posted = write_as_buyer("Do you make <blue> ones?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    for _ in range(2):
        notify_of(message_id=posted.message_id)
    email = Email.objects.get()
    assert email.to == cast.hanna.email
    assert email.subject == "Harbor & Pine wrote to you"
    assert "> Do you make <blue> ones?" in email.text
    assert "Do you make &lt;blue&gt; ones?" in email.html
    assert f"/portal/messages/{posted.conversation_id}/#message-{posted.message_id}" in email.text


def test_the_buyer_is_led_to_their_own_page(cast: Cast) -> None:
    first = write_as_buyer("Hello", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    conversation = Conversation.objects.get(pk=first.conversation_id)
    answer = answer_as_maker("Good day", conversation=conversation, by=cast.hanna)
    notify_of(message_id=answer.message_id)
    email = Email.objects.get()
    assert email.to == cast.ines.email
    assert "Hanna of Byrne Ceramics wrote:" in email.text
    assert f"/messages/{conversation.pk}/#message-{answer.message_id}" in email.text
    assert "/portal/" not in email.text
