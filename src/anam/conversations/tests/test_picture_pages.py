"""Sending pictures, and who may see them."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.html import squeezed

from anam.conversations.models import Draft, Message, Picture
from anam.conversations.pictures import cleaned
from anam.conversations.tests.factories import (
    another_buyer,
    conversation_between,
    hanna_answers,
    ines_writes,
    with_picture,
)
from anam.decoding.limits import MESSAGE
from anam.decoding.tests.pictures import photograph, picture, upload
from anam.people.models import User
from conftest import Cast, after_the_session

SignIn = Callable[[User], Client]


def places(cast: Cast) -> list[tuple[User, str]]:
    """Everywhere that a message can be written."""
    ines_writes(cast)
    order = cast.order()
    return [
        (cast.hanna, f"/portal/messages/{conversation_between(cast).pk}/"),
        (cast.ines, f"/messages/{conversation_between(cast).pk}/"),
        (cast.ines, "/messages/to/weaves/"),
        (cast.ines, f"/orders/{order.number}/"),
        (cast.hanna, f"/portal/orders/{order.number}/contact/"),
    ]


def test_pictures_are_sent_from_wherever_a_message_is(cast: Cast, sign_in: SignIn) -> None:
    for person, address in places(cast):
        client = sign_in(person)
        sent = {"message": f"See {address}", "pictures": [upload(photograph()), upload(picture("PNG"), "b.png")]}
        answer = client.post(address, sent)
        assert answer.status_code == 302
        message = Message.objects.get(body=f"See {address}")
        assert [one.kind for one in message.pictures.all()] == ["image/jpeg", "image/png"]
        page = squeezed(client.get(answer.url.partition("#")[0]).content.decode())
        assert f'src="/messages/pictures/{message.pictures.all()[0].pk}/small/" width="50" height="80"' in page
        assert f'alt="Picture 1 of 2 from {person.name}, 50 by 80"' in page


def test_a_picture_alone_is_a_message_but_no_word_that_an_order_cannot_be_made(cast: Cast, sign_in: SignIn) -> None:
    """D3"""
    *others, (hanna, contact) = places(cast)
    for person, address in others:
        assert sign_in(person).post(address, {"message": "", "pictures": [upload()]}).status_code == 302
    assert Message.objects.filter(body="", notes=[{"code": "pictures", "number": 1}]).count() == 4
    answer = sign_in(hanna).post(contact, {"message": " ", "pictures": [upload()]})
    assert answer.status_code == 409
    assert "Write a few words first" in answer.content.decode()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([upload(b"Dear Ines", "mug.jpg")], "“mug.jpg” is no JPEG, PNG or WebP picture"),
        (
            [upload(picture(), "a.jpg"), upload(b"", "b.jpg"), upload(b"no", "c.jpg")],
            "“b.jpg” is empty: there is nothing in the file.",
        ),
        ([upload(picture() + b"\x00" * MESSAGE.bytes, "big.jpg")], "“big.jpg” is too big: 5.1 MB of at most 5 MB."),
        ([upload(picture(), f"{number}.jpg") for number in range(5)], "These are 5 pictures; send at most 4 at once."),
        ([upload(picture()[:-200], "half.jpg")], "“half.jpg” is broken"),
        ([upload(b"x", "n" * 300 + "<b>.jpg")], f"“{'n' * 40}…” is no JPEG"),
    ],
)
def test_a_picture_that_is_refused_sends_nothing_and_keeps_the_words(
    cast: Cast, sign_in: SignIn, files: list[object], says: str
) -> None:
    for person, address in places(cast):
        for file in files:
            file.seek(0)  # type: ignore[attr-defined]
        answer = sign_in(person).post(address, {"message": "Typed with care", "pictures": files})
        page = answer.content.decode()
        assert answer.status_code in (409, 422)
        assert says in page
        assert "Your words are kept; choose the pictures again." in page
        assert "Typed with care</textarea>" in page
        assert page.count('aria-invalid="true"') == 1
    assert Message.objects.count() == 1


def test_far_too_much_at_once_is_answered_in_words(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    files = [upload(b"\xff" * (9 * 1024 * 1024), f"{number}.jpg") for number in range(6)]
    sent = {"message": "Typed with care", "pictures": files}
    answer = sign_in(cast.ines).post(f"/messages/{conversation_between(cast).pk}/", sent)
    assert answer.status_code == 422
    assert "These are 6 pictures" in answer.content.decode()
    assert "Typed with care</textarea>" in answer.content.decode()


def test_a_form_with_pictures_needs_its_token_like_any_other(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ines, backend="anam.people.signing_in.EmailBackend")
    answer = client.post("/messages/to/byrne/", {"message": "Not mine", "pictures": [upload()]})
    assert answer.status_code == 403
    assert not Message.objects.exists()


def test_an_expired_session_keeps_the_words_that_came_with_pictures(cast: Cast) -> None:
    client = after_the_session(cast.ines)
    client.post("/messages/to/byrne/", {"message": "Typed with care", "pictures": [upload()]})
    client.post("/accounts/login/", {"login": cast.ines.email, "password": "demo"})
    assert "Typed with care</textarea>" in client.get("/messages/to/byrne/").content.decode()


def test_a_double_click_sends_one_message_and_other_pictures_are_another(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    ines = sign_in(cast.ines)
    for colour in ("red", "red", "blue"):
        ines.post("/messages/to/byrne/", {"message": "", "pictures": [upload(picture(colour=colour))]})
    assert Message.objects.count() == 2
    assert Picture.objects.count() == 2


def test_only_the_two_parties_and_support_see_a_picture(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    picture_id = Picture.objects.get(message=with_picture(cast).message_id).pk
    addresses = [f"/messages/pictures/{picture_id}/", f"/messages/pictures/{picture_id}/small/"]
    for person in (cast.hanna, cast.ravi, cast.ines, cast.sam):
        for address in addresses:
            answer = sign_in(person).get(address)
            assert answer.status_code == 200
            assert answer["Content-Type"] == "image/jpeg"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Cache-Control"].startswith("private")
            assert answer["Content-Disposition"] == f'inline; filename="picture-{picture_id}.jpeg"'
            assert answer.content.startswith(b"\xff\xd8")
    nobody, astray = Client(), User.objects.create(email="of-no-party@test.example", name="Nemo")
    for client in (nobody, sign_in(cast.otto), sign_in(another_buyer()), sign_in(astray)):
        for address in addresses:
            assert client.get(address).status_code == 404
    assert sign_in(cast.hanna).get("/messages/pictures/999999/").status_code == 404
    assert sign_in(cast.sam).get(f"/messages/pictures/{'9' * 30}/").status_code == 404


def test_support_sees_the_pictures_of_a_message_that_was_reported(cast: Cast, sign_in: SignIn) -> None:
    ines_writes(cast)
    posted = hanna_answers(cast, "Look at this", pictures=[cleaned(picture())])
    ines = sign_in(cast.ines)
    ines.post(f"/messages/report/{posted.message_id}/", {"words": "This is not a picture of a mug at all."})
    small = f"/messages/pictures/{Picture.objects.get().pk}/small/"
    case = sign_in(cast.sam).get("/desk/").content.decode()
    assert "reported a message" in case
    pk = Message.objects.get(pk=posted.message_id).pk
    assert small in ines.get(f"/messages/report/{pk}/").content.decode()


def test_a_message_that_is_refused_leaves_the_draft(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    place = ines.get("/messages/to/byrne/").context["write"].signed_place
    ines.post("/messages/draft/", {"place": place, "message": "Typed with care"})
    ines.post("/messages/to/byrne/", {"place": place, "message": "Typed with care", "pictures": [upload(b"no")]})
    assert Draft.objects.get().body == "Typed with care"
