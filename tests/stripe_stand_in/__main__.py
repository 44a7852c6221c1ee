"""`python -m tests.stripe_stand_in [--port 8100] [--webhook URL]`: to try a checkout in a browser."""

import argparse
import sys
import threading

from tests.stripe_stand_in.stand_in import StandIn


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.stripe_stand_in", description=__doc__)
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--webhook", metavar="URL", help="send every event here")
    parser.add_argument("--secret", default="whsec_standin", help="and sign it with this")
    arguments = parser.parse_args()
    with StandIn(port=arguments.port) as stand_in:
        if arguments.webhook:
            stand_in.add_endpoint(arguments.webhook, secret=arguments.secret)
        sys.stdout.write(f"A stand-in for Stripe at {stand_in.url}, key {stand_in.key}, until Ctrl-C.\n")
        sys.stdout.flush()
        try:
            _wait_and_let_time_pass(stand_in)
        except KeyboardInterrupt:
            sys.stdout.write("\n")


def _wait_and_let_time_pass(stand_in: StandIn) -> None:
    """What is due happens within a second, whether or not anybody asks."""
    while True:
        stand_in.advance(0)
        threading.Event().wait(1)


if __name__ == "__main__":
    main()
