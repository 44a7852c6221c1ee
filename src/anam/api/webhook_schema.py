"""What webhooks send, as OpenAPI 3.1 describes it: the events of the feed, signed."""

from typing import Any

from anam.api import examples

# An example; nothing is ever signed with it.
_SIGNATURE = "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="
_HEADERS = {
    "webhook-id": ("The same in every attempt, and for no other event or webhook.", "string", "msg_1_4711"),
    "webhook-timestamp": ("When it was sent, in seconds since 1970.", "integer", 1795539639),
    "webhook-signature": (
        "One signature for each secret that is in force, with a space between.",
        "string",
        _SIGNATURE,
    ),
}
_ABOUT = (
    "To the address of a webhook, when something has happened: at least once, the first attempts in the order of the "
    "feed. Check the signature after the Standard Webhooks specification before you believe it. Answer with 2xx within "
    "15 seconds; anything else is tried again, with growing pauses, for three days."
)


def webhooks() -> dict[str, Any]:
    """One webhook for every event; its `type` says which."""
    event = examples.scenario()["get_events"]["200"]["items"][0]
    sent = {"type": event["type"], "timestamp": event["at"], "data": event}
    body = {"schema": {"$ref": "#/components/schemas/SentEvent"}, "example": sent}
    headers = [
        {
            "name": name,
            "in": "header",
            "required": True,
            "description": words,
            "schema": {"type": kind},
            "example": example,
        }
        for name, (words, kind, example) in _HEADERS.items()
    ]
    call = {
        "operationId": "event_sent",
        "summary": "An event is sent to you",
        "description": _ABOUT,
        "parameters": headers,
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": {"2XX": {"description": "You have it."}},
        "security": [],
    }
    return {"event": {"post": call}}


SENT_EVENT: dict[str, Any] = {
    "type": "object",
    "title": "SentEvent",
    "description": "What a webhook is sent.",
    "required": ["type", "timestamp", "data"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string", "description": "The type of the event."},
        "timestamp": {"type": "string", "format": "date-time", "description": "When it happened."},
        "data": {"$ref": "#/components/schemas/EventOut"},
    },
}
