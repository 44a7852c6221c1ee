"""A room knows those below it and none above, and its tables are written by itself alone.

Imports are held to it by lint-imports. This reads what no import shows: SQL, the ORM's writes, templates, addresses.
"""

from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.rooms import HOME, ROOMS, breaks

EXCEPTIONS = {
    "cases/migrations/0001_initial.py names orders_order": "the trigger follows its row's own foreign key",
    "history/migrations/0001_initial.py names orders_order": "the trigger follows its row's own foreign key",
    "demo/* writes *": "it makes up a past: rows at times at which nobody can write them",
    "web/templates/web/base.html *": "the layout of every page: its bar leads everywhere",
    "web/templates/web/_nav.html *": "the ways through the product lead everywhere",
    "web/templates/web/_more.html *": "the ways through the product lead everywhere",
    "web/templatetags/anam.py links to *": "the search of whoever is signed in, in the bar of every page",
    "support/templates/support/_desk_menu.html links to *": "navigation: what can be exported",
    "orders/templates/orders/_list_menu.html links to *": "navigation: what can be imported and exported",
    "orders/templates/orders/money.html links to portal-money-csv": "navigation: what can be taken away",
    "orders/templates/* links to article": "help, beside the step that it explains",
    # A page leads on to one above, and shows nothing of it: an address is a public name.
    "api/templates/* links to webhooks": "a program that calls may want to be called",
    "batches.py writes procrastinate_jobs": "jobs that were done with another's are over",
    "catalog/templates/* links to portal-imports": "products can be brought in",
    "catalog/templates/* links to messages-start": "the storefront's “Message the maker”",
    "catalog/templates/* links to basket": "a product goes into it",
    "conversations/templates/* links to portal-orders": "who may not write here writes from the order",
    "conversations/templates/* links to asked": "what became of a report",
    "conversations/templates/* links to report-message": "a message is reported to support",
    "legal/templates/legal/edit.html links to settings-texts": "navigation: back to the settings",
    "web/schema.py * webhook_endpoint": "a database of the migrations before has two names otherwise",
    "setup/address.py writes marketplace": "by the process that has no Django, before the others start",
    "mail/* links to stop-mail": "every e-mail says where it can be stopped",
    "mail/rendering.py links to preferences": "and where all that is chosen",
    "notifications/templates/* links to account": "preferences lead to the rest of what is one's own",
    "people/templates/people/_second_factor.html *": "the page of a member shows whether they have one, and removes it",
    "accounts/actions/remove_second_factor.py writes allauth.Authenticator": "its table is nobody's of ours",
    "people/templates/people/_invitations.html loads invited": "the Team page shows who is asked to join",
    "people/second_factor.py links to second-factor": "whoever needs a second factor is led to where it is set up",
    "web/templates/account/login.html links to mfa_login_webauthn": "a passkey signs in, too",
    "web/templates/account/signup_closed.html links to apply": "who wants in applies",
    "notifications/templates/* links to api-docs": "preferences lead to what a program can do",
    "web/templates/404.html links to articles": "the way on from a page that there is not",
    "notifications/templates/* links to tokens": "preferences lead to what acts as oneself",
    "notifications/templates/* links to webhooks": "preferences lead to what acts as oneself",
    "orders/templates/* links to buyer-problem": "a buyer tells support that something is wrong",
    "policy/versioning.py links to policy": "what was changed meanwhile is seen on the desk",
    "support/templates/* links to desk-set-aside": "the desk leads to all that support does",
}


def test_every_room_names_those_below_it_and_writes_its_own_tables() -> None:
    files = (path for path in HOME.rglob("*.*") if path.suffix in (".py", ".sql", ".html", ".txt"))
    places = {path.relative_to(HOME): path.read_text() for path in files if "tests" not in path.parts}
    found = {f"{place} {why}" for place, text in places.items() for why in breaks(place, text)}
    assert sorted(one for one in found if not any(fnmatch(one, pattern) for pattern in EXCEPTIONS)) == []
    assert [pattern for pattern in EXCEPTIONS if not any(fnmatch(one, pattern) for one in found)] == []


def test_the_rooms_are_those_of_the_imports() -> None:
    assert ROOMS.index("people") < ROOMS.index("history") < ROOMS.index("orders") < ROOMS.index("audit")


@pytest.mark.parametrize(
    ("place", "text", "why"),
    [
        ("history/record.py", 'A = "SELECT 1 FROM orders_order WHERE id = %s"', "names orders_order"),
        ("history/record.py", 'cursor.execute("""\nselect 1\nfrom public."orders_order" o""")', "names orders_order"),
        ("history/record.py", 'A = f"WITH a AS ({b}) SELECT FROM maker m, orders_line l"', "names orders_line"),
        ("history/record.py", 'A = "SELECT * FROM " + "orders_order"', "names orders_order"),
        ("history/record.py", 'A = "SELECT * FROM {}".format("orders_order")', "names orders_order"),
        ("history/record.py", 'A = "SELECT * FROM %s" % "orders_order"', "names orders_order"),
        ("history/record.py", "A = f\"{b('SELECT FROM orders_order')}\" + c('x')", "names orders_order"),
        ("history/record.py", 'A = "LEFT JOIN cancellation c ON c.order_id = e.order_id"', "names cancellation"),
        ("jobs.py", 'A = "SELECT 1 FROM policy"', "names policy"),
        ("web/drafts.py", 'A = "JOIN person ON true"', "names person"),
        ("cases/models.py", 'Case.objects.raw("SELECT * FROM message")', "names message"),
        ("people/migrations/0002_more.sql", "CREATE TRIGGER a ON product EXECUTE b();", "names product"),
        ("orders/bulk.py", 'A = "UPDATE support_case SET outcome = 1"', "writes support_case"),
        ("orders/bulk.py", 'A = "WITH a AS (DELETE FROM email RETURNING id) SELECT"', "writes email"),
        ("orders/bulk.py", 'A = "COPY email (key) FROM STDIN"', "writes email"),
        ("payments/jobs.py", 'A = "INSERT INTO procrastinate_jobs VALUES (1)"', "writes procrastinate_jobs"),
        ("history/record.py", 'A = "UPDATE orders_order SET status = 1"', "names orders_order"),
        (
            "support/a.py",
            "from anam.cases.models import Case\nCase.objects.filter(pk=1).update(a=1)",
            "writes cases.Case",
        ),
        ("imports/a.py", "from anam.orders.models import Order\ninsert(Order, rows)", "writes orders.Order"),
        ("people/a.py", 'apps.get_model("catalog", "Storefront").objects.create()', "gets catalog"),
        ("people/a.py", 'render(request, "orders/order.html", {})', "renders orders/order.html"),
        ("people/a.py", 'redirect("portal-order", 1)', "links to portal-order"),
        ("people/a.py", 'address_of("portal-order", 1)', "links to portal-order"),
        ("people/templates/a.html", '{% include "orders/_lines.html" with a=b %}', "includes orders/_lines.html"),
        ("people/templates/a.html", "{%extends 'support/desk.html'%}", "extends support/desk.html"),
        ("people/templates/a.html", "{% load static articles %}", "loads articles"),
        ("people/templates/a.txt", "{% url 'portal-order' order.number as there %}", "links to portal-order"),
    ],
)
def test_a_break_is_found(place: str, text: str, why: str) -> None:
    assert why in breaks(Path(place), text)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("orders/details.py", 'A = "SELECT FROM orders_line l JOIN product p ON true FOR NO KEY UPDATE OF p"'),
        ("audit/invariants/a.py", 'A = "SELECT FROM webhook_delivery, orders_order"'),
        ("history/record.py", '"""SELECT 1 FROM orders_order"""'),
        ("history/record.py", "A = \"SELECT 'FROM orders_order' FROM history_entry WHERE kind = 'message'\""),
        ("cases/models.py", 'A = "What was taken from policy and message, or on email"'),
        ("orders/a.py", "from anam.orders.models import Order\nOrder.objects.update(a=1)"),
        ("orders/templates/a.html", '{% extends "web/base.html" %}{% include part %}{% url "storefront" slug %}'),
    ],
)
def test_what_a_room_may_do_is_no_break(place: str, text: str) -> None:
    assert breaks(Path(place), text) == set()
