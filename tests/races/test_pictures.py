"""Six people, or one who means harm, send the heaviest pictures there are; everybody else is answered as before."""

import http.client
import threading
import time
import uuid

from anam.conversations.models import Message
from anam.decoding.tests.pictures import picture
from conftest import Cast
from tests.conftest import Live
from tests.races.clients import Member

POSTS = 6


def heavy_message(member: Member, mark: str, content: bytes) -> tuple[bytes, dict[str, str]]:
    """A message with four pictures, as a browser sends it."""
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (("csrfmiddlewaretoken", member.cookies["csrftoken"]), ("message", mark))
    ]
    for number in range(4):
        head = f'--{edge}\r\nContent-Disposition: form-data; name="pictures"; filename="{number}.png"\r\n'
        parts.append(head.encode() + b"Content-Type: image/png\r\n\r\n" + content + b"\r\n")
    cookies = "; ".join(f"{name}={value}" for name, value in member.cookies.items())
    headers = {"Content-Type": f"multipart/form-data; boundary={edge}", "Cookie": cookies}
    return b"".join(parts) + f"--{edge}--\r\n".encode(), headers


def test_six_messages_with_the_heaviest_pictures_keep_nobody_else_waiting(scenario: Cast, on_live: Live) -> None:
    ines = Member.signed_in(on_live.port, scenario.ines)
    content = picture("PNG", size=(4000, 4000), mode="RGBA", colour=(90, 60, 30, 200))
    took: list[float] = []
    answers: list[int] = []

    def send(number: int) -> None:
        body, headers = heavy_message(ines, f"Heavy {number}", content)
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", on_live.port, timeout=120)
        connection.request("POST", f"/messages/to/{scenario.byrne.slug}/", body, headers)
        answers.append(connection.getresponse().status)
        took.append(time.monotonic() - begun)

    senders = [threading.Thread(target=send, args=(number,)) for number in range(POSTS)]
    for sender in senders:
        sender.start()
    pages: list[float] = []
    reader = ines.in_another_tab()
    while any(sender.is_alive() for sender in senders):
        begun = time.monotonic()
        assert reader.ask("GET", "/messages/").status == 200
        pages.append(time.monotonic() - begun)
        time.sleep(0.1)
    for sender in senders:
        sender.join()
    assert set(answers) <= {302, 422}
    assert 302 in answers
    assert Message.objects.filter(body__startswith="Heavy").count() == answers.count(302)
    assert len(pages) > 10
    assert max(pages) < max(took) / 2
    assert sorted(pages)[len(pages) // 2] < max(took) / 10
