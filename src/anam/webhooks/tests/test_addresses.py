"""A webhook leads to the open internet, however its address is written and its name resolves."""

import socket
from typing import Any

import pytest

from anam.outbound.addresses import is_outside
from anam.refusals import Refused
from anam.webhooks.addresses import read_url, resolve
from anam.webhooks.sending import post
from anam.webhooks.tests.receiver import receiving

NOT_OUTSIDE = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2001::1", "100::1",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _on_the_internet(settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = False


@pytest.mark.parametrize("address", NOT_OUTSIDE)
def test_what_is_not_of_the_open_internet_is_known(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_what_is_of_the_open_internet_is_known(address: str) -> None:
    assert is_outside(address)


def code(url: str) -> str:
    with pytest.raises(Refused) as refused:
        resolve(read_url(url))
    return refused.value.refusal.code


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://017700000001/",
        "https://0/",
        "https://localhost/",
        "https://localhost./",
        "https://LOCALHOST:8443/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://169.254.169.254/latest/",
        "https://10.0.0.1/",
        "https://[64:ff9b::7f00:1]/",
        "https://testserver/",
    ],
)
def test_this_server_and_private_networks_are_refused_however_they_are_written(url: str) -> None:
    assert code(url) in ("webhook_private", "webhook_no_host")


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/",
        "ftp://shop.example/",
        "//shop.example/",
        "shop.example",
        "",
        "https://",
        "https:///x",
        "https://user:word@shop.example/",
        "https://shop.example@127.0.0.1/",
        "https://user@shop.example/",
        "https://shop.example:22/",
        "https://shop.example:0/",
        "https://shop.example:99999/",
        "https://shop.example:x/",
        "https://shop.example/#x",
        "https://shop example/",
        "https://shop.example\\@127.0.0.1/",
        "https://[::1%25eth0]/",
        "https://shop.example/\r\nHost: x",
        "https://[::1/",
        "https://shöp.example/",
        f"https://shop.example/{'x' * 500}",
        "javascript:alert(1)",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_plain_address_of_the_web_is_refused(url: str) -> None:
    assert code(url) == "webhook_url"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "169.254.169.254", "100.100.1.1"])
def test_a_name_is_refused_where_any_of_its_addresses_is_private(monkeypatch: Any, address: str) -> None:
    answers = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    assert code("https://shop.example/") == "webhook_private"


def test_a_public_address_of_this_very_machine_is_refused(monkeypatch: Any) -> None:
    import psutil

    own = psutil.net_if_addrs()["lo"][0]._replace(address="93.184.216.34")
    assert is_outside("93.184.216.34")
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: {"eth0": [own]})
    assert not is_outside("93.184.216.34")


def test_a_name_is_resolved_once_and_that_address_connected_to(monkeypatch: Any, settings: Any) -> None:
    """A name that answers differently the second time (DNS rebinding) is not asked a second time."""
    settings.WEBHOOKS_PRIVATE = True
    asked = []
    real = socket.getaddrinfo

    def answer(host: Any, *rest: Any, **more: Any) -> Any:
        if host == "127.0.0.1":
            return real(host, *rest, **more)
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "127.0.0.9", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with receiving() as receiver:
        port = receiver.url.split(":")[2]
        assert post(f"http://shop.example:{port}", b"{}", {}).status == 200
        assert receiver.received[0].headers["host"] == f"shop.example:{port.partition('/')[0]}"
    assert asked == ["shop.example"]


def test_what_was_fine_when_it_was_added_is_looked_at_again_when_it_is_sent(monkeypatch: Any, settings: Any) -> None:
    with receiving() as receiver:
        answer = post(receiver.url.replace("http:", "https:"), b"{}", {})
        assert (answer.status, receiver.received) == (None, [])
        assert "private network" in answer.words


def test_no_proxy_of_the_environment_is_used(monkeypatch: Any, settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = True
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with receiving() as receiver:
        assert post(receiver.url, b"{}", {}).status == 200
