from anam.people.models import User
from anam.webhooks.actions.disable_endpoint import switch_off
from anam.webhooks.models import Endpoint


def stop_of_leaver(user: User) -> int:
    """Send nothing more to what `user`, who leaves, has added; what waits stays. The answer is how many there were."""
    return sum(switch_off(endpoint, why=Endpoint.Off.LEFT) for endpoint in Endpoint.objects.on_made_by(user))
