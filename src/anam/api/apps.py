from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "anam.api"

    def ready(self) -> None:
        """Nothing acts as somebody who has left."""
        from anam.api.actions.revoke_all_tokens import revoke_all_tokens
        from anam.people.listeners import hear_of_leavers

        hear_of_leavers(revoke_all_tokens)
