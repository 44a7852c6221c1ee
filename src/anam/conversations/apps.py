from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "anam.conversations"

    def ready(self) -> None:
        """What is kept of refused messages has its words here."""
        from anam.conversations.sentences import REFUSALS
        from anam.refusals import SENTENCES

        SENTENCES.update(REFUSALS)
