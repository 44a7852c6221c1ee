"""Events, as the API gives them: a webhook is only a hint, and this is where it is looked up."""

from fnmatch import fnmatchcase
from typing import Any

from tests.stripe_stand_in.account import Object
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.clock import DAY
from tests.stripe_stand_in.errors import exclusive
from tests.stripe_stand_in.listing import list_of

KEPT_FOR = 30 * DAY


def retrieve_event(call: Call) -> Object:
    return call.account.get("event", call.object_id, param="id", status=404)


def list_events(call: Call) -> dict[str, Any]:
    """Of the last thirty days, newest first."""
    params = call.params
    if "type" in params and "types" in params:
        raise exclusive("type", "types")
    types = params.get("types") or ([params["type"]] if "type" in params else ["*"])
    since = call.account.clock.seconds() - KEPT_FOR
    events = (
        event
        for event in call.account.of_kind("event")
        if event["created"] >= since and any(fnmatchcase(event["type"], pattern) for pattern in types)
    )
    if "delivery_success" in params:
        delivered = params["delivery_success"]
        events = (event for event in events if (event["pending_webhooks"] == 0) == delivered)
    return list_of(events, call)
