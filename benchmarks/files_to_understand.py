"""Which files must somebody open who wants to understand a decline: to its COMMIT, to the gateway, to the e-mail?

One order is declined through its sheet, and the jobs that it wrote are done. Every file of src/anam is listed in which
a function ran, until COMMIT was sent, the gateway (a stand-in for Stripe) asked, the mail server handed the e-mail. A
file that gives only a constant, such as a table or a piece of SQL, runs nothing and is not seen.

Counted are the files that decide or do something. What every request and job has in common stands beside them: `web`,
`config`, `marketplace`, `people` and the modules beside the apps; and what only says how things are: models, queries,
addresses, sentences.
"""

import argparse
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType

import psycopg
from django.http import HttpRequest, HttpResponse
from tests.stripe_stand_in import StandIn

from benchmarks.decline import EXPLANATION
from benchmarks.factories import fill, fresh_database, set_up_django

HOME = Path(__file__).parents[1] / "src" / "anam"
SHARED = {"web", "config", "marketplace", "people"}
FACTS = {"models", "queries", "sentences", "urls"}
SHEET = {"reason": "too_late", "explanation": EXPLANATION, "stock-1": "return", "stock-2": "return", "answer": "0"}


class Trace:
    """The files of src/anam whose functions ran, in their order, until the function called `until` did."""

    def __init__(self, until: str) -> None:
        self.until, self.over = until, False
        self.files: dict[Path, None] = {}

    @contextmanager
    def running(self) -> Iterator[None]:
        watch = sys.monitoring
        watch.use_tool_id(watch.PROFILER_ID, "files to understand")
        watch.register_callback(watch.PROFILER_ID, watch.events.PY_START, self._note)
        watch.set_events(watch.PROFILER_ID, watch.events.PY_START)
        try:
            yield
        finally:
            watch.set_events(watch.PROFILER_ID, watch.events.NO_EVENTS)
            watch.register_callback(watch.PROFILER_ID, watch.events.PY_START, None)
            watch.free_tool_id(watch.PROFILER_ID)
        assert self.over, f"{self.until} did not run."

    def _note(self, code: CodeType, _: int) -> None:
        self.over = self.over or code.co_qualname == self.until
        is_function = code.co_flags & inspect.CO_OPTIMIZED  # a module or a class that is read is none
        file = Path(code.co_filename)
        if is_function and file.is_relative_to(HOME) and not self.over and not _is_reading(sys._getframe(1)):
            self.files[file.relative_to(HOME)] = None


def _is_reading(frame: FrameType | None) -> bool:
    """Whether it runs only because a module of ours is imported."""
    while frame is not None:
        if frame.f_code.co_name == "<module>" and Path(frame.f_code.co_filename).is_relative_to(HOME):
            return True
        frame = frame.f_back
    return False


def decides(file: Path) -> bool:
    room, *_ = file.parts
    return len(file.parts) > 1 and room not in SHARED and not FACTS & {part.removesuffix(".py") for part in file.parts}


COMMIT, GATEWAY, EMAIL = (
    Trace(until="BaseDatabaseWrapper.commit"),
    Trace(until="Handler.do_POST"),
    Trace(until="EmailBackend.send_messages"),
)


class TracedView:
    """The innermost middleware: what runs within it is the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[str], kwargs: dict[str, str]
    ) -> HttpResponse | None:
        if request.method != "POST":
            return None
        with COMMIT.running():
            return view(request, *args, **kwargs)


def decline(stand_in: StandIn) -> None:
    """Decline the order whose payment is at Stripe, and do what is then to do."""
    from django.conf import settings
    from django.test import Client
    from django.test.utils import setup_test_environment
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    from anam.people.models import User

    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.TracedView"]
    settings.STRIPE_SECRET_KEY, settings.STRIPE_URL = stand_in.key, stand_in.url
    settings.EMAIL_OUTBOX_ONLY = False
    setup_test_environment()  # e-mail stays in memory
    client = Client()
    client.force_login(User.objects.get(email="member1@bench.test"), backend="anam.people.signing_in.EmailBackend")
    sheet = "/portal/orders/B-1/decline/"
    assert client.get(sheet).status_code == 200
    answer = client.post(sheet, SHEET)
    assert answer.status_code == 302, answer.content
    worker = app.with_connector(PsycopgConnector(kwargs=connector_params()))
    for lane, trace in (("mail", EMAIL), ("money", GATEWAY)):  # else the e-mail tells of the money, too
        with trace.running():
            worker.run_worker(queues=[lane], wait=False, install_signal_handlers=False, listen_notify=False)


def authorise(stand_in: StandIn, url: str) -> None:
    """The payment of the order, at Stripe."""
    v1 = stand_in.client().v1
    customer = v1.customers.create({"email": "shop1@bench.test"}).id
    method = v1.payment_methods.attach("pm_card_visa", {"customer": customer}).id
    intent = v1.payment_intents.create(
        {
            "amount": 6200,
            "currency": "usd",
            "customer": customer,
            "payment_method": method,
            "allowed_payment_method_types": ["card"],
            "capture_method": "manual",
            "confirm": True,
        }
    )
    with psycopg.connect(url) as connection:
        connection.execute(
            "UPDATE payment SET holder = 'stripe', gateway_reference = %s, gateway_account = %s, livemode = false"
            " WHERE order_id = 1",
            [intent.id, "acct_standin"],
        )


def show(what: str, files: list[Path], *, before: int) -> None:
    deciding = [file for file in files if decides(file)]
    beside = [str(file) for file in files if not decides(file)]
    lines = {file: len((HOME / file).read_text().splitlines()) for file in deciding}
    more = f" more, {before + len(deciding)} with those to COMMIT" if before else ""
    print(f"\nTo {what}: {len(deciding)} files of {sum(lines.values()):,} lines{more}")
    for file, length in lines.items():
        print(f"{length:7}  {file}")
    print(f"  beside them {len(beside)}: {', '.join(beside)}")


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    url = fresh_database()
    fill(url, orders=2)
    set_up_django(url)
    with StandIn() as stand_in:
        stand_in.engine.require_key = False
        authorise(stand_in, url)
        decline(stand_in)
    begun = [*COMMIT.files]
    show("COMMIT", begun, before=0)
    for what, trace in (("the gateway", GATEWAY), ("the e-mail", EMAIL)):
        show(what, [file for file in trace.files if file not in begun], before=sum(map(decides, begun)))


if __name__ == "__main__":
    main()
