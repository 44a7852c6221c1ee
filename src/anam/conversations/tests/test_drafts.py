"""Drafts: what somebody types is theirs, survives a reload, and is gone once it was sent."""

from collections.abc import Callable

from django.test import Client

from anam.conversations.drafts import MAX_DRAFT_LENGTH
from anam.conversations.models import Draft, Message
from anam.conversations.tests.factories import conversation_between, ines_writes
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]
WORDS = "Dear Ines, the kiln\nis warm <b>again</b>"
SHOWN = "Dear Ines, the kiln\nis warm &lt;b&gt;again&lt;/b&gt;</textarea>"


def place_on(client: Client, address: str) -> str:
    place: str = client.get(address).context["write"].signed_place
    return place


def keep(client: Client, place: str, words: str = WORDS) -> str:
    """What the page says after a pause in typing."""
    answer = client.post("/messages/draft/", {"place": place, "message": words}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_draft_is_there_again_after_a_reload_wherever_one_writes(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    order = cast.order()
    for person, address in [
        (cast.hanna, f"/portal/messages/{conversation_between(cast).pk}/"),
        (cast.ines, f"/messages/{conversation_between(cast).pk}/"),
        (cast.ines, "/messages/to/weaves/"),
        (cast.ines, f"/orders/{order.number}/"),
        (cast.hanna, f"/portal/orders/{order.number}/contact/"),
    ]:
        client = sign_in(person)
        words = f"{WORDS} from {address}"
        assert "Kept as your draft." in keep(client, place_on(client, address), words)
        page = shown(client, address)
        assert f"from {address}</textarea>" in page
        assert "Your draft, as you left it." in page
    assert Draft.objects.count() == 5


def test_a_draft_about_an_order_is_not_the_one_of_the_conversation(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    ines, order = sign_in(cast.ines), cast.order()
    keep(ines, place_on(ines, f"/orders/{order.number}/"))
    assert SHOWN not in shown(ines, f"/messages/{conversation_between(cast).pk}/")


def test_what_was_begun_on_the_storefront_goes_on_in_the_conversation(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    keep(ines, place_on(ines, "/messages/to/byrne/"))
    ines_writes(cast)
    assert SHOWN in shown(ines, f"/messages/{conversation_between(cast).pk}/")


def test_a_draft_is_ones_own(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    address = f"/portal/messages/{conversation_between(cast).pk}/"
    hanna, ravi = sign_in(cast.hanna), sign_in(cast.ravi)
    place = place_on(hanna, address)
    keep(hanna, place)
    assert SHOWN not in shown(ravi, address)
    assert "somebody else has signed in here" in keep(ravi, place, "Ravi's words")
    assert Draft.objects.get().body == WORDS


def test_sending_forgets_the_draft_and_another_member_keeps_theirs(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    address = f"/portal/messages/{conversation_between(cast).pk}/"
    hanna, ravi = sign_in(cast.hanna), sign_in(cast.ravi)
    keep(ravi, place_on(ravi, address), "What Ravi types")
    place = place_on(hanna, address)
    keep(hanna, place)
    hanna.post(address, {"message": WORDS, "place": place})
    assert SHOWN not in shown(hanna, address)
    assert "What Ravi types</textarea>" in shown(ravi, address)


def test_words_that_were_on_their_way_when_the_message_was_sent_do_not_come_back(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    place = place_on(ines, "/messages/to/byrne/")
    ines.post("/messages/to/byrne/", {"message": WORDS, "place": place})
    assert "Kept" not in keep(ines, place, WORDS[:10])
    address = f"/messages/{conversation_between(cast).pk}/"
    assert WORDS[:10] + "</textarea>" not in shown(ines, address)
    assert "Kept" in keep(ines, place_on(ines, address), "The next one")


def test_of_two_tabs_the_last_to_type_is_kept_and_sending_in_one_leaves_the_other_typing(
    cast: Cast, sign_in: SignIn
) -> None:
    ines_writes(cast)
    ines, address = sign_in(cast.ines), f"/messages/{conversation_between(cast).pk}/"
    first, second = place_on(ines, address), place_on(ines, address)
    keep(ines, first, "In the first")
    keep(ines, second, "In the second")
    assert "In the second</textarea>" in shown(ines, address)
    ines.post(address, {"message": "In the first", "place": first})
    keep(ines, second, "Still in the second")
    assert "Still in the second</textarea>" in shown(ines, address)


def test_nothing_typed_is_nothing_kept(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    place = place_on(ines, "/messages/to/byrne/")
    assert keep(ines, place, "  \n").strip() == ""
    assert not Draft.objects.exists()
    keep(ines, place)
    assert keep(ines, place, "").strip() == ""
    assert Draft.objects.get().body == ""
    assert "Your draft" not in shown(ines, "/messages/to/byrne/")


def test_a_draft_that_is_too_long_says_so_and_the_one_before_stays(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    place = place_on(ines, "/messages/to/byrne/")
    keep(ines, place, "x" * MAX_DRAFT_LENGTH)
    assert "Not kept: that is more than 20,000 characters" in keep(ines, place, "y" * (MAX_DRAFT_LENGTH + 1))
    assert Draft.objects.get().body == "x" * MAX_DRAFT_LENGTH


def test_who_is_signed_out_is_told_so_and_stays_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    place = place_on(sign_in(cast.ines), "/messages/to/byrne/")
    client = Client()
    answer = client.post("/messages/draft/", {"place": place, "message": WORDS}, headers={"HX-Request": "true"})
    assert "You have been signed out" in answer.content.decode()
    assert "HX-Redirect" not in answer
    assert not Draft.objects.exists()


def test_a_page_of_before_a_new_sign_in_still_keeps_what_is_typed(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ines, backend="anam.people.signing_in.EmailBackend")
    place = place_on(client, "/messages/to/byrne/")
    assert "Kept" in keep(client, place)


def test_nobody_can_make_up_a_place(cast: Cast, sign_in: SignIn) -> None:
    otto = sign_in(cast.otto)
    for place in ("", "made:up", '[1, 2, 3, null, "x"]', place_on(sign_in(cast.ines), "/messages/to/byrne/")):
        assert "Not kept" in keep(otto, place)
    assert otto.get("/messages/draft/").status_code == 405
    assert not Draft.objects.exists()
    assert not Message.objects.exists()
