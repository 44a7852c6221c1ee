"""The sheet of "Cancel Order…" through the real HTTP client: two acts, each a request and a commit of its own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.html import squeezed

from anam.cases.models import Case
from anam.catalog.stock import count
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Message
from anam.history.models import Entry
from anam.orders.models import Order
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]
WORDS = "I am so sorry: my kiln is down until spring."
BLANK = "The oatmeal glaze crawled in the last firing. New mugs are ready on 19 December."


def write(cast: Cast, body: str = "Do you make these in blue?") -> None:
    write_as_buyer(body, buyer=cast.harbor, maker=cast.byrne, by=cast.ines)


def path(order: Order, rest: str = "") -> str:
    return f"/portal/orders/{order.number}/decline/{rest}"


def mug_of(order: Order) -> int:
    return order.lines.get(sku="MUG-01").pk


def told_in_the_sheet(cast: Cast, hanna: Client, **more: str) -> tuple[Order, Any]:
    """An order whose first act was sent, and the page that came back."""
    write(cast)
    order = cast.order()
    sent = {"reason": "out_of_stock", "explanation": BLANK, **more}
    return order, hanna.post(path(order, "tell/"), sent, headers={"HX-Request": "true"})


def fields_of(page: Any, **more: Any) -> dict[str, Any]:
    """What the sheet of a page would send, with `more`."""
    shown = page.context
    return {
        "reason": shown["form"].reason,
        "explanation": shown["form"].explanation,
        "key": shown["form"].key,
        "answer": str(shown["answer"]),
        "told": shown["token"],
        "preview_token": shown["plan"].preview_token,
        **more,
    }


def test_the_first_act_tells_the_buyer_and_cancels_nothing(cast: Cast, sign_in: SignIn) -> None:
    """D3: and its answer is the second act, with the words taken over and no stock chosen."""
    order, answer = told_in_the_sheet(cast, sign_in(cast.hanna))
    order.refresh_from_db()
    assert (order.status, order.contacted_how) == ("placed", "message")
    body = Message.objects.get(order=order).body
    assert body.startswith(f"Dear Harbor & Pine, I am sorry: I can’t fulfil your order {order.number}. The reason: ")
    assert BLANK in body
    assert body.endswith("Nothing has been charged.\nHanna, Byrne Ceramics")
    page = squeezed(answer.content.decode())
    assert "2 of 2 · Cancel · Out of stock" in page
    assert answer.context["form"].explanation == BLANK
    assert 'value="zero" checked' not in page
    assert "Return 6" in page
    assert "94 → 100" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": ""}, "Choose the reason that fits best."),
        ({"explanation": "Sorry"}, "at least 10 characters"),
        ({"reason": "other", "explanation": "Twelve chars"}, "at least 30 characters"),
        ({"reason": "below_minimum", "what": "part"}, "for whole orders"),
    ],
)
def test_the_first_act_asks_for_what_the_second_needs(
    cast: Cast, sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    """D5: what is wrong is said before anything is sent."""
    write(cast)
    order = cast.order()
    part = {f"send-{mug_of(order)}": "4", f"of-{mug_of(order)}": "6"} if "what" in change else {}
    sent = {"reason": "too_late", "explanation": BLANK, **part, **change}
    answer = sign_in(cast.hanna).post(path(order, "tell/"), sent)
    assert answer.status_code == 422
    assert "Not sent yet" in answer.content.decode()
    assert words in answer.content.decode()
    assert not Message.objects.filter(order=order).exists()


def test_the_second_act_asks_for_the_stock_and_then_does_what_was_chosen(cast: Cast, sign_in: SignIn) -> None:
    """D9, D11: out of stock takes nothing to 0 that nobody has chosen."""
    hanna = sign_in(cast.hanna)
    order, page = told_in_the_sheet(cast, hanna)
    refused = hanna.post(path(order), fields_of(page))
    assert refused.status_code == 422
    assert "Not cancelled yet" in refused.content.decode()
    assert "Choose what happens to the stock of Mug, oatmeal." in refused.content.decode()
    chosen = {f"stock-{mug_of(order)}": "return"}
    shown = hanna.post(path(order, "preview/"), fields_of(refused, **chosen))
    assert "Mug, oatmeal 94→100" in shown.content.decode()
    assert hanna.post(path(order), fields_of(shown, **chosen)).status_code == 302
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 100


def test_an_empty_shelf_asks_nothing(cast: Cast, sign_in: SignIn) -> None:
    """D9"""
    hanna = sign_in(cast.hanna)
    write(cast)
    order = cast.order()
    count(cast.mug.pk, stock=0)
    page = hanna.post(
        path(order, "tell/"), {"reason": "out_of_stock", "explanation": BLANK}, headers={"HX-Request": "true"}
    )
    assert "What happens to the stock?" not in page.content.decode()
    assert hanna.post(path(order), fields_of(page)).status_code == 302


def test_several_lines_of_one_product_are_one_question(cast: Cast, sign_in: SignIn) -> None:
    """D9: and its answer holds for all of them."""
    order = cast.order(told=True, lines=[(cast.mug, 4), (cast.mug, 2)])
    hanna = sign_in(cast.hanna)
    page = hanna.get(path(order), {"reason": "out_of_stock"})
    assert page.content.decode().count("94 available · 6 reserved") == 1
    sent = fields_of(page, explanation=WORDS, **{f"stock-{order.lines.first().pk}": "return"})
    shown = hanna.post(path(order, "preview/"), sent)
    assert hanna.post(path(order), {**sent, "preview_token": shown.context["plan"].preview_token}).status_code == 302
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 100


def test_same_for_all_works_without_a_script(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order(told=True)
    asked = str(mug_of(order))
    page = sign_in(cast.hanna).post(path(order, "preview/"), {"reason": "damaged", "same": "keep", "asked": asked})
    assert 'value="keep" checked' in squeezed(page.content.decode())


def test_some_items_are_how_many_can_be_sent(cast: Cast, sign_in: SignIn) -> None:
    """What is cancelled is the rest: of 6 of which 4 can be sent, 2; a step without a script is one more or less."""
    order = cast.order(told=True)
    hanna, mug = sign_in(cast.hanna), mug_of(order)
    sent = {"what": "part", "reason": "damaged", f"send-{mug}": "5", f"of-{mug}": "6", "step": f"{mug}:-1"}
    page = hanna.post(path(order, "preview/"), sent)
    assert 'value="4"' in page.content.decode()
    assert page.context["plan"].lines[0].quantity == 2
    done = {**sent, f"send-{mug}": "4", "step": "", f"stock-{mug}": "keep", "explanation": WORDS, "answer": "0"}
    shown = hanna.post(path(order, "preview/"), done)
    done["preview_token"] = shown.context["plan"].preview_token
    assert hanna.post(path(order), done).status_code == 302
    assert order.lines.get(sku="MUG-01").declined_quantity == 2


@pytest.mark.parametrize("number", ["7", "-1", "two", ""])
def test_a_number_that_cannot_be_sent_is_asked_back(cast: Cast, sign_in: SignIn, number: str) -> None:
    order = cast.order(told=True)
    mug = mug_of(order)
    sent = {"what": "part", "reason": "damaged", "explanation": WORDS, f"send-{mug}": number, f"of-{mug}": "6"}
    answer = sign_in(cast.hanna).post(path(order), sent)
    assert answer.status_code == 422
    assert order.lines.get(sku="MUG-01").declined_quantity == 0


def test_an_answer_between_the_acts_is_shown_before_anything_is_cancelled(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    order, page = told_in_the_sheet(cast, hanna)
    chosen = {f"stock-{mug_of(order)}": "zero"}
    page = hanna.post(path(order, "preview/"), fields_of(page, **chosen))
    write(cast, "Two of them would do. Can you send two?")
    refused = hanna.post(path(order), fields_of(page, **chosen))
    assert refused.status_code == 409
    said = squeezed(refused.content.decode())
    assert said.index("Two of them would do") < said.index(">Cancel Order</button>")
    assert Order.objects.get(pk=order.pk).status == "placed"
    assert hanna.post(path(order), fields_of(refused, **chosen)).status_code == 302


def test_the_conversation_does_not_say_the_same_twice(cast: Cast, sign_in: SignIn) -> None:
    """D10: it shows the cancellation; what the buyer's page quotes is the explanation."""
    hanna = sign_in(cast.hanna)
    order, page = told_in_the_sheet(cast, hanna)
    chosen = {f"stock-{mug_of(order)}": "zero"}
    page = hanna.post(path(order, "preview/"), fields_of(page, **chosen))
    hanna.post(path(order), fields_of(page, **chosen))
    first, last = Message.objects.filter(order=order).order_by("sent_at")
    assert BLANK in first.body
    assert (last.kind, last.body) == ("decline", "")
    assert last.words.startswith(f"Order {order.number} is cancelled, as written on ")
    order.refresh_from_db()
    assert order.cancellation
    assert order.cancellation.explanation == BLANK
    assert BLANK in sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode()


def test_told_before_it_opens_at_the_second_act_and_offers_the_older_message(cast: Cast, sign_in: SignIn) -> None:
    write(cast)
    order, hanna = cast.order(), sign_in(cast.hanna)
    hanna.post(f"/portal/orders/{order.number}/contact/", {"message": WORDS})
    page = hanna.get(path(order))
    assert "Use your message of" in page.content.decode()
    assert page.context["form"].explanation == ""
    message = Message.objects.get(order=order)
    used = hanna.post(path(order, f"preview/?use={message.pk}"), {"reason": "too_late"})
    assert used.context["form"].explanation == WORDS
    other = hanna.post(path(cast.order(told=True), f"preview/?use={message.pk}"), {"reason": "too_late"})
    assert other.context["form"].explanation == ""


def test_only_the_message_of_the_first_act_is_taken_over(cast: Cast, sign_in: SignIn) -> None:
    """Nobody names another by the address."""
    write(cast)
    order, hanna = cast.order(), sign_in(cast.hanna)
    hanna.post(f"/portal/orders/{order.number}/contact/", {"message": WORDS})
    page = hanna.get(path(order), {"told": str(Message.objects.get(order=order).pk), "reason": "too_late"})
    assert page.context["form"].explanation == ""
    assert "2 of 2" not in page.content.decode()


def test_the_email_of_a_new_order_opens_the_sheet_and_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    write(cast)
    order, hanna = cast.order(), sign_in(cast.hanna)
    before = Entry.objects.count()
    page = hanna.get(f"/portal/orders/{order.number}/?cancel").content.decode()
    assert "<dialog data-opens" in page
    assert "1 of 2 · Tell" in page
    assert Entry.objects.count() == before
    assert sign_in(cast.otto).get(f"/portal/orders/{order.number}/?cancel").status_code == 404


def test_without_a_script_the_first_act_leads_to_the_second(cast: Cast, sign_in: SignIn) -> None:
    """Post, redirect, get: a reload sends nothing again, and the effect stands above the red button."""
    write(cast)
    order, hanna = cast.order(), sign_in(cast.hanna)
    answer = hanna.post(path(order, "tell/"), {"reason": "too_late", "explanation": BLANK})
    assert answer.status_code == 302
    page = hanna.get(answer.url)
    assert page.context["form"].explanation == BLANK
    assert "Show what will happen" in page.content.decode()
    assert page.context["form"].reason == "too_late"


def test_after_it_what_was_done_and_what_presses_next(cast: Cast, sign_in: SignIn) -> None:
    order, other = cast.order(told=True), cast.order(placed=timedelta(hours=70))
    hanna = sign_in(cast.hanna)
    done = hanna.post(path(order), {"reason": "too_late", "explanation": WORDS})
    page = squeezed(hanna.get(done.url).content.decode())
    assert 'id="done-title" tabindex="-1" autofocus' in page
    assert f"Open {other.number}" in page
    cast_off = hanna.post(path(other), {"reason": "too_late", "explanation": WORDS})
    assert cast_off.status_code == 409


def test_support_is_asked_in_one_act_with_the_stock(cast: Cast, sign_in: SignIn) -> None:
    """D4, D6"""
    order, hanna = cast.order(), sign_in(cast.hanna)
    page = hanna.get(path(order))
    assert "Ask support" in page.content.decode()
    asked = f"/portal/orders/{order.number}/support/"
    sent = {"reason": "out_of_stock", "explanation": WORDS, "answer": "0"}
    assert hanna.post(asked, sent).status_code == 422
    assert hanna.post(asked, {**sent, f"stock-{mug_of(order)}": "keep"}).status_code == 302
    assert Case.objects.get(order=order).stock == {str(mug_of(order)): "keep"}


def test_the_page_of_an_order_has_no_second_way_to_cancel_it(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.hanna).get(f"/portal/orders/{cast.order(told=True).number}/").content.decode()
    assert "cannot-fulfil" not in page
    assert page.count("Cancel Order…") == 1
