"""What the examples of the description are made of: one order that Hanna cannot make, told by the API itself."""

import re
from typing import Any

from anam.api.shapes.inputs import (
    AskReturn,
    CameBack,
    Cancel,
    Confirm,
    Correct,
    Decline,
    GiveBack,
    Message,
    NewCase,
    NewConversation,
    NewOrder,
    PatchProduct,
    PutProduct,
    Resolve,
    ReturnWords,
    SendBack,
    Shipment,
)
from anam.api.tests.calling import Caller
from anam.people.models import Buyer, Maker
from conftest import Cast

_WHEN = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z|\d\d?:\d\d( \w+)?|\w{3},? \d\d? \w{3}|\d\d? \w{3}( \d{4})?")
_OF_THE_DAY = {"id", "operation", "conversation", "case", "case_id", "next", "announced", "url", "etag"}


def sent(shape: Any) -> dict[str, Any]:
    """The example of a body."""
    body: dict[str, Any] = shape.model_config["json_schema_extra"]["examples"][0]
    return dict(body)


def tell(cast: Cast) -> dict[str, dict[str, Any]]:
    """By call and status, what it was answered on the way."""
    Maker.objects.filter(pk=cast.byrne.pk).update(slug="byrne-ceramics")
    Buyer.objects.filter(pk=cast.harbor.pk).update(slug="harbor-and-pine")
    hanna, ines, sam = (Caller.of(person) for person in (cast.hanna, cast.ines, cast.sam))
    scenario: dict[str, dict[str, Any]] = {}

    def keep(call: str, answer: Any) -> Any:
        scenario.setdefault(call, {}).setdefault(str(answer.status_code), answer.json())
        return answer.json()

    def order(number: str) -> str:
        new = {name: value for name, value in sent(NewOrder).items() if name != "placed_at"}
        sam.post("/orders", {**new, "number": number})
        return f"/orders/{number}"

    for _ in range(2):
        keep("post_order", sam.post("/orders", sent(NewOrder)))
    keep("acts", sam.post("/orders", {**sent(NewOrder), "colour": "blue"}))
    keep("reads", sam.get("/orders", limit=0))
    first, second, third, fourth = (order(f"A-100{number}") for number in (2, 3, 4, 5))
    keep("post_decline", hanna.post(f"{first}/decline", sent(Decline)))
    keep("post_contact", hanna.post(f"{first}/contact", sent(Message)))
    case = keep("post_case", hanna.post(f"{first}/support-cases", sent(NewCase)))
    keep("post_resolve", sam.post(f"/support-cases/{case['id']}/resolve", sent(Resolve)))
    keep("post_resolve", sam.post(f"/support-cases/{case['id']}/resolve", sent(Resolve)))
    conversation = keep("post_conversation", ines.post("/conversations", sent(NewConversation)))
    keep("post_message", ines.post(f"/conversations/{conversation['id']}/messages", {"message": "Or in green?"}))
    keep("post_ship", hanna.post(f"{second}/ship", sent(Shipment)))
    keep("get_order", hanna.get(second))
    for _ in range(2):
        keep("post_accept", hanna.post(f"{second}/accept"))
    for _ in range(2):
        keep("post_unaccept", hanna.post(f"{second}/unaccept"))
    hanna.post(f"{second}/accept")
    keep("post_ship", hanna.post(f"{second}/ship", sent(Shipment)))
    keep("post_contact", hanna.post(f"{third}/contact", sent(Message)))
    keep("post_case", hanna.post(f"{third}/support-cases", sent(NewCase)))
    keep("get_decline", hanna.get(f"{third}/decline", reason="out_of_stock"))
    keep("post_decline", hanna.post(f"{third}/decline", {**sent(Decline), "explanation": "Sorry."}))
    keep("post_decline", hanna.post(f"{third}/decline", sent(Decline)))
    keep("get_cancel", sam.get(f"{fourth}/cancel", reason="duplicate_or_fraud"))
    keep("post_cancel", sam.post(f"{fourth}/cancel", {**sent(Cancel), "explanation": "Twice."}))
    for _ in range(2):
        keep("post_cancel", sam.post(f"{fourth}/cancel", sent(Cancel)))
    paid = {**sent(NewOrder), "number": "A-1006", "payment": "captured", "holder_name": "Shopify"}
    fifth = "/orders/A-1006"
    sam.post("/orders", {name: value for name, value in paid.items() if name != "placed_at"})
    keep("post_refund", sam.post(f"{fifth}/refund", sent(GiveBack)))
    hanna.post(f"{fifth}/accept")
    hanna.post(f"{fifth}/ship", sent(Shipment))
    keep("get_refund", sam.get(f"{fifth}/refund", amount=1450, reason="damaged"))
    keep("post_refund", sam.post(f"{fifth}/refund", {**sent(GiveBack), "amount": 10**9}))
    keep("post_refund", sam.post(f"{fifth}/refund", sent(GiveBack)))
    due = scenario["post_cancel"]["200"]["payment"]["operations"][0]
    retry = f"{fourth}/payment/operations/{due['id']}/retry"
    keep("post_retry", sam.post(retry))
    no = {
        **sent(Confirm),
        "operation": due["id"],
        "amount": due["amount"],
        "outcome": "refused",
        "words": "Card closed.",
    }
    sam.post(f"{fourth}/payment/confirm", no)
    keep("post_retry", sam.post(retry))
    due = scenario["post_retry"]["200"]["payment"]["operations"][-1]
    said = {**sent(Confirm), "operation": due["id"], "amount": due["amount"]}
    keep("post_confirm", sam.post(f"{fourth}/payment/confirm", {**said, "amount": 1}))
    keep("post_confirm", sam.post(f"{fourth}/payment/confirm", said))
    keep("post_confirm", sam.post(f"{fourth}/payment/confirm", {**said, "reference": "re_2W3E4R"}))
    keep("post_confirm", hanna.post(f"{fourth}/payment/confirm", said))
    hand = {**sent(GiveBack), "done": {"reference": "BANK-17"}}
    recorded = sam.post(f"{fifth}/refund", hand).json()["payment"]["operations"][-1]
    wrong = f"{fifth}/payment/operations/{recorded['id']}/correct"
    keep("post_correct", sam.post(wrong, {**sent(Correct), "words": "No."}))
    for words in (sent(Correct)["words"], "It was another order of theirs."):
        keep("post_correct", sam.post(wrong, {"words": words, "still_due": False}))
    _keep_products(keep, hanna)
    _send_back(keep, sam, ines, hanna, order("A-1007"))
    keep("get_history", hanna.get(f"{third}/history", limit=2))
    keep("get_orders", hanna.get("/orders", limit=1))
    keep("get_events", hanna.get("/events", limit=1, after=_before_the_decline(hanna)))
    keep("get_ledger", hanna.get("/ledger", limit=2, after=_before_what_was_confirmed(hanna)))
    keep("get_conversations", hanna.get("/conversations", limit=1))
    keep("get_messages", hanna.get(f"/conversations/{conversation['id']}/messages", limit=2))
    return scenario


def _keep_products(keep: Any, hanna: Caller) -> None:
    """A product that a program adds and changes, once too late."""
    for _ in range(2):
        keep("put_product", hanna.put("/products/MUG-07", sent(PutProduct)))
    keep("put_product", hanna.put("/products/MUG-07", {**sent(PutProduct), "minimum": 7}))
    keep("get_product", hanna.get("/products/MUG-07"))
    keep("patch_product", hanna.patch("/products/MUG-07", sent(PatchProduct), if_match="of yesterday"))
    keep("patch_product", hanna.patch("/products/MUG-07", sent(PatchProduct)))
    keep("get_products", hanna.get("/products", limit=1))


def _send_back(keep: Any, sam: Caller, ines: Caller, hanna: Caller, path: str) -> None:
    """One return through all its steps, each told once more than it can be taken; and one that is refused."""
    lines = [{"id": sam.get(path).json()["lines"][0]["id"], "quantity": 2}]
    asked = {**sent(AskReturn), "lines": lines}
    keep("post_return", ines.post(f"{path}/returns", asked))
    hanna.post(f"{path}/accept")
    hanna.post(f"{path}/ship", sent(Shipment))
    due = sam.get(path).json()["payment"]["operations"][0]
    sam.post(f"{path}/payment/confirm", {**sent(Confirm), "operation": due["id"], "amount": due["amount"]})
    one = keep("post_return", ines.post(f"{path}/returns", asked))["returns"][0]
    keep("post_return", ines.post(f"{path}/returns", {**asked, "words": "No."}))
    steps = f"{path}/returns/{one['id']}"
    keep("post_sent_return", ines.post(f"{steps}/sent", sent(SendBack)))
    keep("post_received_return", sam.post(f"{steps}/received", {"lines": lines}))
    keep("post_agree_return", sam.post(f"{steps}/agree", sent(ReturnWords)))
    keep("post_agree_return", sam.post(f"{steps}/agree", {"words": "No."}))
    keep("post_agree_return", sam.post(f"{steps}/agree", {"words": "Somewhere else, please: 5 Kiln Lane."}))
    keep("post_sent_return", ines.post(f"{steps}/sent", sent(SendBack)))
    keep("post_refund_return", sam.post(f"{steps}/refund", {**sent(GiveBack), "reason": "returned"}))
    keep("post_received_return", sam.post(f"{steps}/received", {**sent(CameBack), "lines": lines}))
    keep("post_refund_return", sam.post(f"{steps}/refund", {**sent(GiveBack), "words": "No."}))
    keep("post_refund_return", sam.post(f"{steps}/refund", {**sent(GiveBack), "reason": "returned"}))
    no = {"words": "They fell from your own shelf, as you write."}
    keep("post_refuse_return", sam.post(f"{steps}/refuse", no))
    second = ines.post(f"{path}/returns", asked).json()["returns"][1]
    keep("post_refuse_return", sam.post(f"{path}/returns/{second['id']}/refuse", {"words": "No."}))
    keep("post_refuse_return", sam.post(f"{path}/returns/{second['id']}/refuse", no))


def _before_the_decline(hanna: Caller) -> int:
    events = hanna.get("/events").json()["items"]
    return int([event["id"] for event in events if event["type"] == "order.declined"][-1]) - 1


def _before_what_was_confirmed(hanna: Caller) -> int:
    movements = hanna.get("/ledger", limit=100).json()["items"]
    return int([one["id"] for one in movements if one["operation"]][-1]) - 1


def is_like(told: Any, example: Any) -> bool:
    """Whether `told` is `example` on another day: times, ids and cursors may differ, and a list may go on."""
    if isinstance(told, dict) and isinstance(example, dict):
        return list(told) == list(example) and all(
            (name in _OF_THE_DAY and type(told[name]) is type(example[name])) or is_like(told[name], example[name])
            for name in told
        )
    if isinstance(told, list) and isinstance(example, list):
        return bool(told) == bool(example) and all(map(is_like, told, example))
    if isinstance(told, str) and isinstance(example, str):
        return _WHEN.sub("…", told) == _WHEN.sub("…", example)
    return bool(told == example)
