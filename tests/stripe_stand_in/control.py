"""The stand-in told what to do over HTTP, for whoever runs it by hand or from another process.

`POST /_control/advance {"seconds": 3600}`: a verb of StandIn, with its arguments as JSON. `GET /` shows what it knows.
"""

import dataclasses
import json
from html import escape
from typing import TYPE_CHECKING, Any

from tests.stripe_stand_in.cards import TEST_CARDS
from tests.stripe_stand_in.faults import KINDS

if TYPE_CHECKING:
    from tests.stripe_stand_in.stand_in import StandIn

VERBS = frozenset(
    {
        *("add_endpoint", "advance", "begin_refunds", "close_dispute", "dispute", "expire", "fail", "fail_refund"),
        *("all", "events", "get", "movements", "requests", "settle_refund", "sums"),
    }
)
_JSON = "application/json"


def control(stand_in: "StandIn", method: str, path: str, arguments: dict[str, Any]) -> tuple[int, str, str]:
    """Status, type and text of an answer that is not the API's."""
    if method == "GET" and path == "/":
        return 200, "text/html", _index(stand_in)
    verb = path.removeprefix("/_control/")
    if method != "POST" or path == verb:
        return 404, _JSON, json.dumps({"error": f"nothing at {path}"})
    if verb not in VERBS:
        return 404, _JSON, json.dumps({"error": f"no such verb: {', '.join(sorted(VERBS))}"})
    try:
        result = getattr(stand_in, verb)(**arguments)
    except (TypeError, ValueError, KeyError) as problem:
        return 400, _JSON, json.dumps({"error": repr(problem)})
    return 200, _JSON, json.dumps(result, default=_as_json, indent=2)


def _as_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.repr}
    return str(value)


def _index(stand_in: "StandIn") -> str:
    movements = "".join(
        f"<li>{escape(m.kind)} {m.amount} {escape(m.currency)}: {escape(m.intent)}, {escape(m.reference)}</li>"
        for m in stand_in.movements()[-30:]
    )
    sessions = "".join(
        f'<li><a href="{escape(session["url"])}">{escape(session["id"])}</a> ({escape(session["mode"])})</li>'
        for session in stand_in.all("checkout.session")
        if session["url"]
    )
    cards = "".join(f"<li><code>{card.number}</code> {escape(card.words)} ({card.brand})</li>" for card in TEST_CARDS)
    faults = "".join(f"<li><code>{escape(kind)}</code> {escape(words)}</li>" for kind, words in KINDS.items())
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>A stand-in for Stripe</title>
<h1>A stand-in for Stripe</h1>
<p>Key: <code>{stand_in.key}</code>. Version: <code>{stand_in.api_version}</code>.
Its clock says {stand_in.clock.moment():%Y-%m-%d %H:%M:%S} UTC.</p>
<h2>Open sessions</h2><ul>{sessions}</ul>
<h2>Test cards</h2><ul>{cards}</ul>
<h2>Its books</h2><ul>{movements}</ul>
<h2>Verbs</h2><p><code>POST /_control/…</code> with JSON: {", ".join(sorted(VERBS))}</p>
<h2>Faults</h2><ul>{faults}</ul></html>"""
