from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "anam.people"

    def ready(self) -> None:
        """What is kept of a call that a role does not include has its words here."""
        from anam.people.sentences import REFUSALS
        from anam.refusals import SENTENCES

        SENTENCES.update(REFUSALS)
