"""Which of the files of an e-mail are posted as pictures."""

from anam.conversations.tests.pictures import picture
from anam.incoming.pictures import sorted_out
from anam.mail.mail_parts import File


def test_of_a_mail_the_pictures_are_taken_and_the_rest_is_named() -> None:
    files = [File("mug", picture()), File("price.pdf", b"%PDF-1.7"), File("photo.jpg", b"no"),
             *(File(f"{number}.png", picture("PNG")) for number in range(5))]  # fmt: skip
    pictures, left_out = sorted_out(files)
    assert [one.kind for one in pictures] == ["image/jpeg", "image/png", "image/png", "image/png"]
    assert left_out == ["price.pdf", "photo.jpg", "3.png", "4.png"]
