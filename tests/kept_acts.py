"""What goes wrong at the edges, where somebody else's program is asked or heard: e-mail, files, cards and webhooks."""

import uuid
from contextlib import suppress

from django.test import override_settings

from anam.catalog.actions.add_pictures import add_pictures
from anam.catalog.actions.fetch_picture import fetch_picture
from anam.catalog.actions.import_pictures import import_pictures
from anam.catalog.actions.prepare_picture import prepare_picture
from anam.catalog.sent_pictures import SentPicture
from anam.checkout.tests.factories import fill_basket, let_jobs_run, press
from anam.decoding.tests.pictures import picture
from anam.imports.actions.give_up import give_up
from anam.imports.actions.run_import import run_import
from anam.imports.actions.start import start
from anam.imports.actions.upload import Sent, upload
from anam.imports.models import Import
from anam.imports.tests.export import order, text_of
from anam.incoming.tests.test_receive import SUPPORT, come_in, email_about
from anam.mail.addresses import bounce_address, reply_address
from anam.mail.tests.mails import bounce, with_files, written
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.payments.actions.execute import execute
from anam.payments.models import PaymentOperation, SandboxFault
from anam.refusals import Refused
from anam.support.actions.open_undelivered import open_undelivered
from anam.webhooks.actions.add_endpoint import add_endpoint
from anam.webhooks.tests.going import go
from conftest import Cast

SORRY = "I am so sorry: the kiln broke this morning."


def go_wrong(cast: Cast) -> None:
    with override_settings(REPLY_DOMAIN="reply.test"):
        _mail(cast)
    _imports(cast)
    _money(cast)
    _webhooks(cast)
    _pictures(cast)


def _pictures(cast: Cast) -> None:
    """One that is none, and one that an import found inside of this network."""
    [broken] = add_pictures([SentPicture(b"no picture")], maker=cast.byrne, product=cast.mug)
    prepare_picture(broken.pk)
    import_pictures([("https://127.0.0.1/mug.jpg", "")], product=cast.bowl)
    fetch_picture(cast.bowl.pictures.get().pk)


def _mail(cast: Cast) -> None:
    """A bounce, mail that is set aside or refused, to support with and without words, and an answer with files."""
    about = cast.order().pk
    email = email_about(cast.ines, order_id=about)
    picture_and_more = ("mug.jpg", "image/jpeg", picture()), ("bill.pdf", "application/pdf", b"%PDF-1.7")
    come_in(with_files("", *picture_and_more, Message_ID="<1@mail.test>"), reply_address(email))
    come_in(written("One of these.", Message_ID="<2@mail.test>", List_Id="<shops.test>"), SUPPORT)
    come_in(written("Cancel my orders.", Message_ID="<3@mail.test>"), SUPPORT)
    come_in(written("", From="ada@elsewhere.test", Subject="", Message_ID="<4@mail.test>"), SUPPORT)
    come_in(written("Yes.", From="otto@test.example", Message_ID="<5@mail.test>"), reply_address(email))
    to_weaves = email_about(cast.otto, "another", order_id=about)
    come_in(written("Yes.", From="otto@test.example", Message_ID="<6@mail.test>"), reply_address(to_weaves))
    come_in(bounce(cast.ines.email), bounce_address(email), envelope_from="")
    open_undelivered()


def _imports(cast: Cast) -> None:
    """An order that is refused, one that was cancelled there, one that has changed; products for orders; no time."""
    good, cancelled = order("#1", total="14.50"), {"Cancelled_at": "2026-01-06 10:00:00 -0500"}
    for content in (
        text_of(good, order("#2", total="14.50", **cancelled), order("#4", {"Lineitem quantity": "x"}, total="14.50")),
        text_of(order("#1", total="14.50", **cancelled)),
        "Handle,Title\nmug,Mug\n",
    ):
        one = _sent(cast, content)
        run_import(one.pk)
        if Import.objects.get(pk=one.pk).stage == Import.Stage.CHECKED:
            start(Import.objects.get(pk=one.pk))
            run_import(one.pk)
    give_up(_sent(cast, text_of(good)).pk, why="time")


def _sent(cast: Cast, content: str) -> Import:
    file = Sent("orders.csv", len(content), [content.encode()])
    return upload(file, maker=cast.byrne, by=cast.hanna, key=uuid.uuid4(), kind="order:shopify-csv", time_zone="")


def _money(cast: Cast) -> None:
    """A card that is refused; goods that went meanwhile; a decline that is refused, and one whose money is."""
    fill_basket(cast)
    let_jobs_run(press(cast, card="0002"))
    order = cast.order()
    with suppress(Refused):
        decline(order.number, maker=cast.byrne, by=cast.hanna, reason="other", explanation=SORRY)
    order = cast.order(told=True)
    SandboxFault.objects.create(reference="", mode="refuse")
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="other", explanation=SORRY)
    execute(PaymentOperation.objects.get(payment__order=order).pk)


def _webhooks(cast: Cast) -> None:
    with override_settings(WEBHOOKS_PRIVATE=True):
        endpoint = add_endpoint(cast.hanna, url="http://127.0.0.1:9999/")
    accept(cast.order().number, maker=cast.byrne, by=cast.hanna)
    with override_settings(WEBHOOKS_PRIVATE=False):
        go(endpoint)
