from anam.clock import database_now
from anam.conversations.models import Conversation
from anam.people.models import User


def mute(conversation: Conversation, *, by: User) -> None:
    """A buyer's member mutes the maker: what is about no open order comes without badge and e-mail from now on.

    The maker is not told. Muted twice is muted once.
    """
    Conversation.objects.filter(pk=conversation.pk, muted_at=None).update(muted_at=database_now(), muted_by=by)
