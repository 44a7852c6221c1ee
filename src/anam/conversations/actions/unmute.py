from anam.conversations.models import Conversation


def unmute(conversation: Conversation) -> None:
    """The maker's messages come with badge and e-mail again; what came meanwhile stays quiet."""
    Conversation.objects.filter(pk=conversation.pk).update(muted_at=None, muted_by=None)
