from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "anam.webhooks"

    def ready(self) -> None:
        """What is kept of refused addresses has its words here; whoever leaves may stop what they have added."""
        from anam.people.listeners import hear_of_belongings
        from anam.refusals import SENTENCES
        from anam.webhooks.actions.stop_of_leaver import stop_of_leaver
        from anam.webhooks.models import Endpoint
        from anam.webhooks.sentences import REFUSALS

        SENTENCES.update(REFUSALS)
        hear_of_belongings(lambda user: [str(one) for one in Endpoint.objects.on_made_by(user)], stop_of_leaver)
