"""Does the Message Center cost the same with few messages and with very many?

One maker has them all, in 2,000 conversations at most. Prints the queries and the time of each page at both sizes, and
the ratio: at most 1.5 is wanted, with the same number of queries.
"""

import argparse

import psycopg

from benchmarks.factories import fill, fresh_database, set_up_django
from benchmarks.growing import Costs, measured, print_growth

MESSAGES = """
INSERT INTO buyer (slug, name, place, country, time_zone, created_at)
  SELECT 'many-' || n, 'Shop ' || n, '', 'US', 'UTC', now() FROM generate_series(1, %(talks)s) n ON CONFLICT DO NOTHING;
INSERT INTO conversation (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at, last_for_maker_at)
  SELECT maker.id, b.id, 'buyer', now(), t.at, t.at FROM maker, buyer b,
    LATERAL (SELECT now() - interval '1 minute' * b.id AS at) t
  WHERE b.slug LIKE 'many-%%' ON CONFLICT DO NOTHING;
INSERT INTO message (conversation_id, maker_id, side, kind, body, sent_at, search)
  SELECT c.id, c.maker_id, CASE WHEN n %% 2 = 0 THEN 'maker' ELSE 'buyer' END, 'letter', 'Message number ' || n,
    c.last_message_at - interval '1 minute' * n,
    setweight(array_to_tsvector(ARRAY['partym' || c.maker_id, 'partyb' || c.buyer_id]), 'C')
      || to_tsvector('simple', 'message number ' || n)
  FROM generate_series(%(first)s, %(last)s) n JOIN conversation c ON c.id =
    (SELECT min(id) FROM conversation WHERE last_for_maker_at IS NOT NULL) + n %% %(talks)s;
"""
PAGES = {
    "Message Center": "/portal/messages/",
    "Message Center, unread": "/portal/messages/?tab=unread",
    "Message Center, searched": "/portal/messages/?q=number+77",
    "One conversation": "/portal/messages/{talk}/",
    "Anything new? Nothing.": "/portal/messages/{talk}/new/?after={after}&read=",
    "The number in the nav": "/messages/unread/?shown={unread}",
}


def add_messages(url: str, *, first: int, last: int, conversations: int) -> None:
    """Messages `first` to `last`, shared out among that many conversations."""
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(MESSAGES, {"first": first, "last": last, "talks": conversations})
        connection.execute("VACUUM ANALYZE")


def measure(rounds: int) -> Costs:
    """For each page, its queries and the median of its milliseconds, as a signed-in member."""
    from django.test import Client

    from anam.conversations.models import Conversation
    from anam.conversations.unread import count_unread
    from anam.people.models import User
    from anam.web.cursors import cursor_at

    member = User.objects.get(email="member1@bench.test")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(member, backend="anam.people.signing_in.EmailBackend")
    conversation = Conversation.objects.exclude(last_for_maker_at=None).order_by("id")[0]
    client.get(f"/portal/messages/{conversation.pk}/")
    facts = {
        "talk": conversation.pk,
        "after": cursor_at(conversation.last_message_at, conversation.pk),
        "unread": count_unread(member),
    }
    return measured(client, {name: path.format(**facts) for name, path in PAGES.items()}, rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--talks", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    url = fresh_database()
    fill(url, orders=0)  # the parties alone
    set_up_django(url)
    add_messages(url, first=1, last=arguments.few, conversations=arguments.conversations)
    few = measure(arguments.rounds)
    add_messages(url, first=arguments.few + 1, last=arguments.many, conversations=arguments.conversations)
    many = measure(arguments.rounds)
    print_growth(few, many, of=(arguments.few, arguments.many), what="messages")


if __name__ == "__main__":
    main()
