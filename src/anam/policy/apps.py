from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "anam.policy"

    def ready(self) -> None:
        """Without a policy no order can be placed."""
        from anam.policy.models import is_there_a_policy
        from anam.web.readiness import require

        require(is_there_a_policy)
