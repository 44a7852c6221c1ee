from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "anam.cases"

    def ready(self) -> None:
        """The cases of somebody who has left support are nobody's."""
        from anam.cases.actions.unassign_all import unassign_all
        from anam.people.listeners import hear_of_leavers

        hear_of_leavers(unassign_all)
