"""Which of the files of an e-mail are posted as pictures."""

from anam.conversations.models import Message
from anam.decoding.limits import MESSAGE
from anam.decoding.tests.pictures import picture
from anam.incoming.left_out import NO_PICTURE, PACKED, SEALED, TOO_MANY, notes_of
from anam.incoming.pictures import sorted_out
from anam.mail.mail_parts import File


def test_of_a_mail_the_pictures_are_taken_and_the_rest_is_named() -> None:
    files = [
        File("mug", picture()),
        File("price.pdf", b"%PDF-1.7"),
        File("photo.jpg", b"no"),
        *(File(f"{number}.png", picture("PNG")) for number in range(5)),
    ]
    pictures, left_out = sorted_out(files)
    assert [one.kind for one in pictures] == ["image/jpeg", "image/png", "image/png", "image/png"]
    assert [(one.name, one.why) for one in left_out] == [
        ("price.pdf", NO_PICTURE),
        ("photo.jpg", NO_PICTURE),
        ("3.png", TOO_MANY),
        ("4.png", TOO_MANY),
    ]


def test_what_is_left_out_is_left_out_for_what_it_is() -> None:
    files = [
        File("holiday.jpg", picture() + bytes(MESSAGE.bytes)),
        File("price.pdf", b"%PDF" + bytes(MESSAGE.bytes)),
        File("half.png", picture("PNG")[:90]),
        File("winmail.dat", b"x\x9f>\x22"),
        File("smime.p7m", b"0\x80", "application/pkcs7-mime"),
    ]
    pictures, left_out = sorted_out(files)
    assert pictures == []
    assert [(one.name, one.why) for one in left_out] == [
        ("holiday.jpg", {"code": "picture_too_big", "most": 5}),
        ("price.pdf", NO_PICTURE),
        ("half.png", {"code": "picture_broken"}),
        ("winmail.dat", PACKED),
        ("smime.p7m", SEALED),
    ]
    assert Message(body="See.", notes=notes_of(left_out[:2])).words == (
        "See.\n\n[Left out, because it is larger than 5 MB: holiday.jpg]\n\n"
        "[Left out, because it is no picture that can be shown: price.pdf]"
    )
