"""docs/api.md is true: its examples are run against a real server, in the order in which they stand."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from anam.api.actions.make_token import make_token
from anam.catalog.models import Product
from anam.catalog.stock import count
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.history.feed import number_all_events
from anam.history.models import Event
from anam.orders.models import Order
from anam.webhooks.payload import body_of, headers_of
from anam.webhooks.secret import new_secret
from conftest import Cast
from tests.conftest import Live

GUIDE = Path(__file__).parents[1] / "docs" / "api.md"
# What the examples speak of, and do not make themselves.
GIVEN = """
number, second_number, late_number, new_number = {numbers!r}
maker, buyer = {parties!r}
webhook_body, webhook_headers, webhook_secret = {sent!r}
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)


def environment(live: Live, scenario: Cast) -> dict[str, str]:
    tokens = {
        "ANAM_TOKEN": make_token(scenario.hanna, name="the guide")[1],
        "ANAM_SUPPORT_TOKEN": make_token(scenario.sam, name="the guide")[1],
    }
    return {**live.environment, **tokens, "ANAM_URL": live.url}


def sent_to_a_webhook(order: Order, scenario: Cast) -> tuple[bytes, dict[str, str], str]:
    """A body, its headers and the secret, as a receiver has them."""
    number_all_events()
    event = Event.objects.after(0).filter(entry__order=order).first()
    assert event
    secret, body = new_secret(), body_of(event, scenario.hanna)
    return body.encode(), headers_of("msg_1_1", body, secrets=[secret], now=database_now()), secret


def test_what_is_typed_into_a_shell_works(live: Live, scenario: Cast) -> None:
    commands = blocks("sh")
    assert len(commands) >= 1
    for command in commands:
        done = subprocess.run(
            ["bash", "-c", command], env=environment(live, scenario), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert '"items"' in done.stdout


def test_the_examples_in_python_work_one_after_another(live: Live, scenario: Cast) -> None:
    examples = blocks("python")
    assert len(examples) >= 7
    write_as_buyer("Do you ship to Maine?", buyer=scenario.harbor, maker=scenario.byrne, by=scenario.ines)
    count(scenario.mug.pk, stock=100)
    orders = [scenario.order(), scenario.order(told=True), scenario.order(placed=timedelta(hours=90))]
    given = GIVEN.format(
        numbers=[*(order.number for order in orders), f"N-{scenario.byrne.pk}"],
        parties=[scenario.byrne.slug, scenario.harbor.slug],
        sent=sent_to_a_webhook(orders[0], scenario),
    )
    program = "\n".join([given, *examples])
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(live, scenario), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "buyer_not_contacted" in done.stdout
    assert [Order.objects.get(pk=order.pk).status for order in orders] == ["declined", "placed", "declined"]
    assert Order.objects.get(number=f"N-{scenario.byrne.pk}").source == "api"
    # Set to zero by the first; the six of the last, which support declined as too late, are back.
    assert Product.objects.get(pk=scenario.mug.pk).stock == 6
