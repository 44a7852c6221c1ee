"""Every page of the site, each with something on it: for whoever looks at all of them."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from anam.accounts.actions.answer_application import refuse_application
from anam.accounts.actions.apply import Applying, apply
from anam.accounts.actions.confirm_application import confirm_application
from anam.accounts.actions.invite import invite
from anam.cases.models import Case
from anam.catalog.actions.add_restock_alert import add_restock_alert
from anam.catalog.actions.archive_product import archive_product
from anam.catalog.actions.create_product import create_product
from anam.catalog.models import Product
from anam.catalog.product_data import ProductData
from anam.catalog.product_writing import Author
from anam.catalog.stock import count
from anam.catalog.tests.factories import added
from anam.checkout.basket import put_in
from anam.clock import database_now
from anam.coded import coded
from anam.conversations.actions.answer_as_maker import answer_as_maker
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation
from anam.conversations.pictures import cleaned
from anam.decoding.tests.pictures import photograph
from anam.history.feed import number_all_events
from anam.history.models import Event
from anam.imports.models import Import, Refusal
from anam.legal.actions.publish_text import publish_text
from anam.legal.models import LegalText
from anam.mail.actions.mark_failed import mark_failed
from anam.mail.actions.queue_email import queue_email
from anam.mail.content import EmailContent, EmailSubject
from anam.mail.models import Email
from anam.mail.sentences import said
from anam.mail.unsubscribing import stop_link
from anam.orders.cancellation.decline import decline
from anam.orders.escalation.ask_support import ask_support
from anam.orders.models import Order
from anam.orders.restock_link import restock_link
from anam.orders.ship_to.ask_for_country import ask_for_country
from anam.orders.tests.refund_factories import refund, shipped_order
from anam.orders.tests.request_factories import agree, cancellation_request, let_answer_time_end, refuse
from anam.orders.tests.return_factories import order_return
from anam.payments.models import Payment
from anam.payments.proof import Proof
from anam.payments.record_movements import record_movement
from anam.people.models import User
from anam.postal.address import Address
from anam.postal.models import ShopAddress
from anam.support.actions.complain import complain
from anam.webhooks.models import Attempt, Delivery, Endpoint
from anam.webhooks.secret import new_secret
from conftest import Cast

GALWAY = Address(name="Ines", line1="7 Kiln Lane", city="Galway", region="Co. Galway", country="IE")
_INVITED = "somebody-new-with-a-long-name@shop-of-many-beautiful-things.example"
_APPLYING = Applying(
    wants="sell",
    name="Nuala Keane",
    email="nuala@test.example",
    business=f"Nuala Knits {'very-long-' * 8}",
    country="IE",
    about=f"Jumpers, of the wool of our own sheep. {'very-long-' * 20}",
    link=f"https://nuala.example/{'very-long-' * 20}",
)
WORDS = "I am so sorry: my kiln is down until spring."


def every_order(scenario: Cast) -> dict[str, Order]:
    """An order in each state that a page of the path shows."""
    posted = write_as_buyer(
        "Do you make these in blue?",
        buyer=scenario.harbor,
        maker=scenario.byrne,
        by=scenario.ines,
        pictures=[cleaned(photograph())],
    )
    scenario.conversation_id = posted.conversation_id  # type: ignore[attr-defined]
    made = {
        "fresh": scenario.order(),
        "told": scenario.order(told=True),
        "late": scenario.order(placed=timedelta(hours=80)),
        "declined": scenario.order(told=True),
    }
    made |= {
        "asked": cancellation_request(scenario, mugs=2),
        "asked_whole": cancellation_request(scenario),
        "less": agree(scenario, cancellation_request(scenario, mugs=2)),
    }
    made |= {
        "kept": refuse(scenario, cancellation_request(scenario)),
        "unanswered": cancellation_request(scenario, mugs=1),
    }
    let_answer_time_end(made["unanswered"])
    made["elsewhere"] = scenario.order(lines=[(scenario.bowl, 2)])
    ask_for_country(made["elsewhere"].number, GALWAY, buyer=scenario.harbor, by=scenario.ines)
    made["due"] = held_elsewhere(scenario)
    made["shipped"] = _shipped_with_returns(scenario)
    made["missed"] = _missed(scenario)
    decline(
        made["declined"].number, maker=scenario.byrne, by=scenario.hanna, reason="other", explanation=WORDS, note="Kiln"
    )
    added(scenario.mug, "tan", "teal")
    added(scenario.mug, "white", ready=False)
    put_in(scenario.harbor, scenario.mug, 4)
    for person in (scenario.hanna, scenario.ines):  # neither has been reached about this order
        about = EmailSubject(order_id=made["told"].pk, conversation_id=posted.conversation_id)
        words = EmailContent(subject="An order", paragraphs=[])
        email = queue_email(words, to=person, key=f"access:{person.pk}", about=about)
        mark_failed(email or Email(), why=said("550 5.1.1 No such user"))
    scenario.escalation = ask_support(  # type: ignore[attr-defined]
        scenario.order().number,
        maker=scenario.byrne,
        by=scenario.hanna,
        reason="too_late",
        explanation=WORDS,
        note="Two fell.",
    ).pk
    scenario.problem = complain(  # type: ignore[attr-defined]
        made["told"].number, buyer=scenario.harbor, by=scenario.ines, words="Nobody answers me."
    ).pk
    scenario.theirs = answer_as_maker(  # type: ignore[attr-defined]
        "In blue, yes.", conversation=Conversation.objects.get(pk=posted.conversation_id), by=scenario.hanna
    ).message_id
    stop = stop_link(Email(user=scenario.ines, kind="progress"))
    scenario.stop = f"/preferences{stop.partition('/preferences')[2]}"  # type: ignore[attr-defined]
    return made


def _shipped_with_returns(scenario: Cast) -> Order:
    """An order that has shipped, with a return, and a refund that somebody recorded by hand."""
    agreed, received = (order_return(scenario, until=until) for until in ("agreed", "received"))
    refund(scenario, agreed.order, amount=100, done=Proof(f"BANK-{'9' * 80}"))
    scenario.return_cases = [  # type: ignore[attr-defined]
        one.case_id for one in (order_return(scenario), agreed, order_return(scenario, until="sent"), received)
    ]
    return agreed.order


def _missed(scenario: Cast) -> Order:
    """A declined order whose goods are sold out: its shop waits for some of them, and could for the others."""
    jug, lid = (_sold_out(scenario, title, sku=sku) for title, sku in (("Jug, tall", "JUG-09"), ("Lid", "LID-01")))
    for product in (jug, lid):
        count(product.pk, stock=2)
    order = scenario.order(told=True, lines=[(jug, 2), (lid, 2)])
    decline(
        order.number, maker=scenario.byrne, by=scenario.hanna, reason="out_of_stock", explanation="The last two broke."
    )
    add_restock_alert([lid.pk], by=scenario.ines)
    scenario.restock = urlsplit(restock_link(order, to=scenario.ines)).path  # type: ignore[attr-defined]
    return order


def _sold_out(scenario: Cast, title: str, *, sku: str) -> Product:
    data = ProductData(title=title, description="", sku=sku, unit_price=4200, stock=0)
    return create_product(data, maker=scenario.byrne, author=Author(scenario.hanna))


def _variant(scenario: Cast) -> Product:
    """One of three that can be chosen, by two options, at two prices, from a number on in steps; one is sold out."""
    made = [
        Product(
            maker=scenario.byrne,
            sku=f"TEA-{number}",
            title=f"Teapot, {' '.join(options.values())}",
            unit_price=6400 + 100 * number,
            stock=12 * number,
            group="Teapot",
            kind="ceramics",
            minimum=4,
            step=2,
            options=options,
        )
        for number, options in enumerate(
            ({"Glaze": "Ash", "Size": "Small"}, {"Glaze": "Ash", "Size": "Large"}, {"Glaze": "Iron", "Size": "Large"})
        )
    ]
    return Product.objects.bulk_create(made)[1]


def held_elsewhere(scenario: Cast) -> Order:
    """A declined order whose money Shopify is to refund."""
    order = scenario.order(told=True)
    total = order.payment.authorised
    Payment.objects.filter(order=order).update(
        holder="external", holder_name="Shopify", status="captured", captured=total, gateway_reference="", card=""
    )
    record_movement(order.payment, "captured", amount=total, at=order.placed_at)
    Order.objects.filter(pk=order.pk).update(source="shopify-csv")
    return decline(order.number, maker=scenario.byrne, by=scenario.hanna, reason="too_late", explanation=WORDS)


def imports(scenario: Cast) -> list[str]:
    """An import at each stage that its page shows."""
    asked = {
        "maker": scenario.byrne,
        "by": scenario.hanna,
        "what": "order",
        "format": "shopify-csv",
        "asked_at": database_now(),
    }
    would = {"read": 3, "outcomes": {"imported": 2, "refused": 1}, "statuses": {"placed": 2}}
    made = [
        Import.objects.create(
            **asked,
            key=uuid.uuid4(),
            stage=stage,
            file_name=f"{'very-long-' * 15}.csv",
            size=10,
            read=3,
            would=would,
            became=would,
            why={"code": "no_csv", "why": {"code": "no_header"}},
        )
        for stage in Import.Stage.values
    ]
    Refusal.objects.bulk_create(
        Refusal(
            of=one, tried=True, line_number=4, name="#3", why=[coded("order_of_another", maker="Otto", own="Byrne")]
        )
        for one in made
    )
    return [f"/portal/import/{one.pk}/" for one in made]


def webhook(scenario: Cast) -> list[str]:
    """A webhook that is paused, and an event that it did not accept."""
    now = database_now()
    number_all_events()
    made = Endpoint.objects.create(
        made_by=scenario.hanna,
        maker=scenario.byrne,
        url=f"https://shop.example/{'long-' * 80}",
        secret=new_secret(),
        last_seq=0,
        made_at=now,
        paused_at=now,
    )
    sent = Delivery.objects.create(
        endpoint=made, event=Event.objects.seen_by(scenario.hanna)[0], fanned_out_at=now, tries=1, first_tried_at=now
    )
    Attempt.objects.create(delivery=sent, at=now, status=500, answer="x" * 500, took_ms=3)
    here = f"/preferences/webhooks/{made.pk}/"
    return [here, f"{here}deliveries/{sent.pk}/"]


def letter_link(path: str, *, to: str) -> str:
    """The address in the newest e-mail to somebody that begins so."""
    found = re.search(rf"({path}\S+)", Email.objects.filter(to=to, text__contains=path).latest("pk").text)
    assert found
    return found[1]


def invitation(scenario: Cast) -> str:
    """The link of an invitation to somebody new, which waits."""
    email = f"{scenario.byrne.slug}-{_INVITED}"
    invite(email, role="orders", by=User.objects.with_party().get(pk=scenario.hanna.pk))
    return letter_link("/invite/", to=email)


def application(scenario: Cast, *, wants: str, until: str = "waiting") -> str:
    """The link to confirm an application, or, when it waits at the desk, its page there."""
    email = f"{scenario.byrne.slug}-{until}-{_APPLYING.email}"
    apply(replace(_APPLYING, wants=wants, email=email))
    path = letter_link("/apply/", to=email)
    if until == "sent":
        return path
    one = confirm_application(path.split("/")[2])
    if until == "refused":
        refuse_application(one.pk, words=WORDS, by=scenario.sam)
    return f"/desk/applications/{one.pk}/"


def _one_of_each(order: Order) -> str:
    """The fields of a form that takes one of each line of `order`."""
    return "&".join(f"remove-{line.pk}=1" for line in order.lines.all())


def _archived(scenario: Cast) -> Product:
    """A product with the longest words, which its maker no longer sells."""
    words = {"title": f"Jug {'very-long-' * 25}", "description": "Long. " * 99}
    data = ProductData(**words, sku=f"OLD-{'9' * 90}", unit_price=99_999_999, stock=0)
    product = create_product(data, maker=scenario.byrne, author=Author(scenario.hanna))
    archive_product(product, author=Author(scenario.hanna))
    return product


def _without_pictures(scenario: Cast) -> Product:
    """For sale, with the longest words, from right to left, and no picture."""
    words = {"title": "إبريق شاي من الخزف " * 50, "description": f"{'وصف طويل ' * 60}{'very-long-' * 40}"}
    data = ProductData(**words, sku="RTL-01", unit_price=99_999_999, stock=None)
    return create_product(data, maker=scenario.byrne, author=Author(scenario.hanna))


def _fresh_shipped(scenario: Cast) -> Order:
    """One of which nothing goes back yet."""
    return shipped_order(scenario)


def _publish_texts() -> None:
    """Once in a database: they are everybody's."""
    if not LegalText.objects.exists():
        for version, kind in ((0, "terms"), (0, "privacy"), (1, "terms")):
            publish_text(kind, source=f"# Words\n\nSo many: {version}.", change="", by=None, base_version=version)


def pages(scenario: Cast, orders: dict[str, Order]) -> dict[str, list[str]]:
    _publish_texts()
    portal = "/portal/orders/"
    conversation = scenario.conversation_id  # type: ignore[attr-defined]
    email = Email.objects.order_by("-id").values_list("pk", flat=True).first()
    return {
        "nobody": [
            "/",
            f"/m/{scenario.byrne.slug}/",
            scenario.mug.get_absolute_url(),
            _without_pictures(scenario).get_absolute_url(),
            "/?q=mug",
            "/?q=zeppelin",
            "/?kind=glass",
            "/accounts/login/",
            "/accounts/password/reset/",
            "/terms/",
            "/privacy/",
            "/terms/1/",
            "/support/",
            "/support/declining-an-order/",
            "/support/cancelling-or-changing-an-order/",
            "/support/answering-by-e-mail/",
            "/api/v1/docs",
            "/outbox/",
            f"/outbox/{email}/",
            "/no-such-page/",
            "/styleguide/",
            "/support/?for=makers",
            "/support/?for=everybody&category=Messages",
            "/accounts/password/reset/done/",
            "/accounts/signup/",
            "/support/?q=kiln",
            "/apply/",
            "/apply/sent/",
            application(scenario, wants="buy", until="sent"),
            invitation(scenario),
            scenario.stop,
            scenario.restock,
        ],  # type: ignore[attr-defined]
        "hanna": [
            portal,
            f"{portal}?tab=overdue",
            f"{portal}?tab=asking",
            f"{portal}?tab=declined",
            f"{portal}?q=nothing",
            *(f"{portal}{order.number}/" for order in orders.values()),
            f"{portal}{orders['fresh'].number}/contact/",
            f"{portal}{orders['fresh'].number}/decline/",
            f"{portal}{orders['told'].number}/decline/",
            f"{portal}{orders['told'].number}/decline/?what=part",
            f"{portal}{orders['told'].number}/support/",
            f"{portal}{orders['late'].number}/decline/",
            "/portal/messages/",
            "/portal/messages/?tab=unread",
            "/portal/messages/?q=blue",
            "/portal/messages/?q=nothing",
            f"/portal/messages/{conversation}/",
            "/portal/products/",
            "/portal/products/?tab=archived",
            "/portal/products/add/",
            f"/portal/products/add/?variant_of={scenario.mug.pk}",
            f"/portal/products/{scenario.mug.pk}/edit/",
            f"/portal/products/{_archived(scenario).pk}/edit/",
            "/portal/storefront/",
            "/portal/shipping/",
            "/portal/packing-slips/",
            f"{portal}{orders['fresh'].number}/packing-slip/",
            f"/portal/products/{scenario.mug.pk}/pictures/",
            "/portal/products/cover/",
            "/portal/money/",
            "/portal/money/?from=2026-03-03&to=2026-03-02",
            "/notices/",
            "/team/",
            f"/team/{scenario.ravi.pk}/",
            f"/team/{scenario.ravi.pk}/remove/",
            "/preferences/",
            "/accounts/",
            "/accounts/change-email/",
            "/accounts/second-factor/",
            "/accounts/second-factor/codes/",
            "/accounts/second-factor/passkeys/add/",
            "/portal/tokens/",
            "/preferences/webhooks/",
            *webhook(scenario),
            "/portal/import/",
            *imports(scenario),
            "/support/bringing-in-your-orders/",
        ],
        "ines": [
            "/addresses/",
            "/addresses/add/",
            f"/addresses/{ShopAddress.objects.earliest('pk').pk}/",
            "/checkout/address/",
            f"/orders/{orders['fresh'].number}/ship-to/",
            f"/m/{scenario.byrne.slug}/",
            scenario.mug.get_absolute_url(),
            _sold_out(scenario, "Butter dish", sku="DISH-1").get_absolute_url(),
            _variant(scenario).get_absolute_url(),
            "/alerts/",
            f"/orders/{orders['missed'].number}/",
            "/basket/",
            "/checkout/",
            "/orders/",
            f"/orders/{orders['declined'].number}/",
            f"/orders/{orders['told'].number}/",
            "/messages/",
            f"/orders/{orders['fresh'].number}/request/",
            f"/orders/{orders['late'].number}/request/",
            *(f"/orders/{orders[name].number}/" for name in ("asked", "less", "kept", "unanswered")),
            f"/messages/{conversation}/",
            "/messages/?q=blue",
            "/messages/?tab=unread",
            f"/messages/to/{scenario.weaves.slug}/",
            "/notices/",
            "/team/",
            "/team/leave/",
            invitation(scenario),
            "/preferences/tokens/",
            f"/orders/{orders['told'].number}/problem/",
            f"/messages/report/{scenario.theirs}/",  # type: ignore[attr-defined]
            f"/cases/{scenario.problem}/",
            f"/orders/{orders['shipped'].number}/",
            f"/orders/{_fresh_shipped(scenario).number}/problem/",
        ],  # type: ignore[attr-defined]
        "sam": [
            "/desk/",
            "/desk/?tab=closed",
            "/desk/?q=nothing",
            "/desk/money/",
            application(scenario, wants="buy"),
            application(scenario, wants="sell", until="refused"),
            "/desk/applications/",
            f"/desk/cases/{scenario.escalation}/",
            f"/desk/cases/{scenario.problem}/",  # type: ignore[attr-defined]
            "/desk/articles/",
            "/team/",
            "/preferences/",
            "/preferences/tokens/",
            f"/desk/orders/{orders['told'].number}/",
            f"/desk/orders/{orders['due'].number}/",
            f"/desk/orders/{orders['told'].number}/cancel/",
            f"/desk/orders/{orders['told'].number}/cancel/?what=part",
            f"/desk/cases/{Case.objects.get(order=orders['unanswered']).pk}/",
            *(f"/desk/cases/{pk}/" for pk in scenario.return_cases),  # type: ignore[attr-defined]
            f"/desk/orders/{orders['shipped'].number}/",
            f"/desk/orders/{orders['shipped'].number}/refund/?sum=1.00&reason=damaged&{_one_of_each(orders['shipped'])}",
            f"/desk/orders/{orders['shipped'].number}/refund/?way=hand",
            f"/desk/orders/{_fresh_shipped(scenario).number}/return/",
            "/desk/settings/",
            "/desk/settings/names/",
            "/desk/settings/mail/",
            "/desk/settings/payments/",
            "/desk/settings/texts/",
            "/desk/settings/maker/",
            "/desk/settings/terms/",
            "/desk/policy/",
            "/desk/policy/numbers/",
            "/desk/policy/add-reason/",
            "/desk/policy/reasons/buyer_asked/",
            "/desk/policy/reasons/damaged/retire/",
            "/desk/policy/reasons/other/retire/",
        ],
        "otto": [portal, "/portal/messages/", "/portal/products/", "/portal/money/", "/notices/"],
    }
