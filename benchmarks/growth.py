"""Do Orders and the Editing Order view cost the same with few orders and with very many?

One maker has them all, which is the worst case. Prints the queries and the time of each page at both sizes, and
the ratio: at most 1.5 is wanted, with the same number of queries.
"""

import argparse
import re
from typing import Any

from benchmarks.factories import fill, fresh_database, set_up_django
from benchmarks.growing import Costs, measured, print_growth

PAGES = {
    "Orders": "/portal/orders/",
    "Orders, a later page": "/portal/orders/?tab=waiting&after={cursor}",
    "Orders, all": "/portal/orders/?tab=all",
    "Orders, searched": "/portal/orders/?q=B-{order}",
    "Editing Order view": "/portal/orders/B-{order}/",
    "The pop-up": "/portal/orders/B-{order}/decline/",
}


def measure(rounds: int, order: int) -> Costs:
    """For each page, its queries and the median of its milliseconds, as a signed-in member."""
    from django.test import Client

    from anam.people.models import User

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email="member1@bench.test"), backend="anam.people.signing_in.EmailBackend")
    first_page: Any = client.get("/portal/orders/")
    cursor = re.findall(r"after=([\d.]+)", first_page.content.decode())[0]
    return measured(client, {name: path.format(order=order, cursor=cursor) for name, path in PAGES.items()}, rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    url = fresh_database()
    fill(url, orders=arguments.few)
    set_up_django(url)
    few = measure(arguments.rounds, arguments.few // 2)
    fill(url, first=arguments.few + 1, orders=arguments.many - arguments.few)
    many = measure(arguments.rounds, arguments.many // 2)
    print_growth(few, many, of=(arguments.few, arguments.many), what="orders")


if __name__ == "__main__":
    main()
