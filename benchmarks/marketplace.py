"""A marketplace with so many orders as a day finds it: made with SQL, so that a million take some minutes.

Half of the orders are one big maker's. They are spread over two years: what was placed in the last 72 hours waits, what
is older has shipped, is completed, declined or cancelled, and a few were never answered. Half of them have a message
about them, one in fifty a case, most of those closed.
"""

import psycopg

from benchmarks.factories import BUYERS, fill

MAKERS = 200
MORE_BUYERS = 5_000

PARTIES = f"""
UPDATE product SET title = (ARRAY['Mug','Bowl','Plate','Jug','Vase'])[1 + id %% 5] || ', '
  || (ARRAY['oatmeal','moss','slate','cobalt'])[1 + id %% 4] || ' ' || id;
INSERT INTO buyer (id, slug, name, place, country, time_zone, created_at)
  SELECT {BUYERS} + n, 'many-' || n, 'Shop ' || {BUYERS} + n, 'Boston', 'US', 'UTC', now()
  FROM generate_series(1, {MORE_BUYERS}) n;
INSERT INTO conversation (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at)
  SELECT 1, {BUYERS} + n, 'buyer', now() - interval '2 years', now() - interval '2 years'
  FROM generate_series(1, {MORE_BUYERS}) n;
SELECT setval(pg_get_serial_sequence('buyer', 'id'), {BUYERS + MORE_BUYERS});
INSERT INTO person (password, email, name, time_zone, language, is_active, phone, is_support, leads_support, joined_at)
  SELECT '', 'support' || n || '@bench.test', 'Agent ' || n, 'UTC', 'en', true, '', true, n = 1, now()
  FROM generate_series(1, 3) n;
"""

# Order n has the lines 2n-1 and 2n, the payment n, the address n and the entries 3n to 3n+2. Odd ones are the big
# maker's; every hundredth of those is its buyer 1's.
ORDERS = f"""
SET session_replication_role = replica;
CREATE TEMPORARY TABLE placed AS
  SELECT n, maker, buyer, dice, placed_at, 400 * (maker - 1) + 1 + (n / 2) %% 200 * 2 AS product, CASE
    WHEN age < interval '71 hours' THEN CASE WHEN dice < 70 THEN 'placed' WHEN dice < 85 THEN 'accepted'
      WHEN dice < 95 THEN 'shipped' ELSE 'declined' END
    WHEN age < interval '10 days' THEN CASE WHEN dice < 3 THEN 'placed' WHEN dice < 33 THEN 'accepted'
      WHEN dice < 92 THEN 'shipped' WHEN dice < 96 THEN 'declined' ELSE 'cancelled' END
    WHEN dice < 4 THEN 'declined' WHEN dice < 7 THEN 'cancelled'
    WHEN age < interval '30 days' THEN 'shipped' ELSE 'completed' END AS status
  FROM generate_series(%(first)s::int, %(last)s::int) n,
    LATERAL (SELECT CASE WHEN n %% 2 = 1 THEN 1 ELSE 2 + (n / 2) %% {MAKERS - 1} END AS maker,
      interval '2 years' * ((%(total)s - n)::float / %(total)s) + interval '1 minute' AS age,
      abs(hashint4(n)::bigint) %% 100 AS dice) a,
    LATERAL (SELECT now() - age AS placed_at, CASE WHEN n %% 2 = 0 THEN 1 + (n / 2 / {MAKERS - 1}) %% {BUYERS}
      WHEN n %% 200 = 1 THEN 1 ELSE {BUYERS} + 1 + abs(hashint4(n + 7)::bigint) %% {MORE_BUYERS} END AS buyer) b;
INSERT INTO postal_address (id, name, company, line1, line2, city, region, postal_code, country, phone, doubts,
    confirmed, added_at)
  SELECT n, 'Ines Market', 'Shop ' || buyer, n || ' Main Street', '', 'Boston', 'MA', '02101', 'US', '', '[]', true,
    placed_at FROM placed;
INSERT INTO orders_order (id, number, maker_id, buyer_id, status, currency, items_total, shipping, tax, discount,
    removed, policy_id, placed_at, decline_by, accepted_at, shipped_at, completed_at, carrier, tracking, contacted_at,
    contacted_how, source, reference, ship_to_id, search)
  SELECT n, 'B-' || n, maker, buyer, status, 'USD', 5000, 1200, 0, 0, 0, policy.id, placed_at,
    placed_at + interval '72 hours', CASE WHEN status IN ('accepted', 'shipped', 'completed') THEN placed_at END,
    CASE WHEN status IN ('shipped', 'completed') THEN placed_at + interval '2 days' END,
    CASE WHEN status = 'completed' THEN placed_at + interval '30 days' END, '', '',
    CASE WHEN n %% 2 = 0 THEN placed_at END, CASE WHEN n %% 2 = 0 THEN 'message' ELSE '' END, 'checkout', '', n,
    to_tsvector('simple', 'b' || n || ' ' || n || ' shop ' || buyer || ' ' || p.title) FROM placed
  JOIN product p ON p.id = product, policy;
INSERT INTO orders_line (id, order_id, maker_id, product_id, sku, title, quantity, unit_price, reserved,
    declined_quantity)
  SELECT 2 * n - 1 + side, n, maker, p.id, p.sku, p.title, 2, 1250,
    CASE WHEN status IN ('placed', 'accepted') THEN 2 ELSE 0 END, CASE WHEN status = 'declined' THEN 2 ELSE 0 END
  FROM placed, generate_series(0, 1) side, LATERAL (SELECT * FROM product WHERE id = product + side) p;
INSERT INTO payment (id, order_id, maker_id, currency, status, holder, holder_name, gateway_reference,
    gateway_account, livemode, card, authorised, captured, refunded, refund_pending, created_at)
  SELECT n, n, maker, 'USD', CASE WHEN status IN ('shipped', 'completed') THEN 'captured'
    WHEN status IN ('declined', 'cancelled') THEN 'voided' ELSE 'authorised' END, 'sandbox', '', 'sb_bench-' || n,
    'sandbox', false, '4242', 6200,
    CASE WHEN status IN ('shipped', 'completed') THEN 6200 ELSE 0 END, 0, 0, placed_at FROM placed;
INSERT INTO payment_operation (id, payment_id, maker_id, kind, generation, amount, key, state, queued_at, closed_at,
    reference, confirmed_as)
  SELECT n, n, maker, CASE WHEN status IN ('shipped', 'completed') THEN 'capture' ELSE 'void' END, 1, 6200,
    'bench-' || n, 'done', placed_at, placed_at, '', '' FROM placed WHERE status NOT IN ('placed', 'accepted');
INSERT INTO payment_movement (kind, moved, amount, currency, holder_object, reference, at, maker_id, operation_id,
    payment_id)
  SELECT moved, moved, 6200, 'USD', 'sb-' || n, '', placed_at, maker, CASE WHEN moved <> 'authorised' THEN n END, n
  FROM placed, LATERAL (SELECT 'authorised' AS moved UNION ALL SELECT CASE WHEN status IN ('shipped', 'completed')
    THEN 'captured' WHEN status IN ('declined', 'cancelled') THEN 'voided' END) m WHERE moved IS NOT NULL;
INSERT INTO history_entry (id, order_id, maker_id, kind, actor_as, actor_id, at, policy_id, facts)
  SELECT 3 * n + kinds.place - 1, n, maker, kinds.kind, kinds.side,
    CASE kinds.side WHEN 'maker' THEN 2 * maker - 1 END, placed_at, policy.id, '{{}}'
  FROM placed, policy, (VALUES (1, 'placed', 'buyer'), (2, 'accepted', 'maker'), (3, 'shipped', 'maker'))
    kinds (place, kind, side)
  WHERE kinds.place = 1 OR status = 'accepted' AND kinds.place = 2 OR status IN ('shipped', 'completed');
INSERT INTO history_event (entry_id, seq, maker_id, buyer_id)
  SELECT e.id, e.id, maker, buyer FROM placed JOIN history_entry e ON e.order_id = n;
INSERT INTO cancellation (order_id, maker_id, final, key, by_id, on_behalf_of, reason_id, explanation, note, amount,
    at, in_time, effects)
  SELECT n, maker, true, 'bench', 2 * maker - 1, 'maker', r.id, 'I am so sorry: my kiln is down until spring.', '',
    5000, placed_at + interval '1 hour', true, '{{"money": {{"kind": "void", "amount": 6200}}, "lines": []}}'
  FROM placed JOIN cancellation_reason r ON r.key = 'too_late' WHERE status IN ('declined', 'cancelled');
INSERT INTO history_notice (entry_id, user_id, as_party, read_at)
  SELECT 3 * n, 2 * maker - 1, 'maker', CASE WHEN placed_at < now() - interval '1 day' THEN now() END FROM placed;
INSERT INTO history_notice (entry_id, user_id, as_party, read_at)
  SELECT 3 * n + 1, {2 * MAKERS} + buyer, 'buyer', CASE WHEN placed_at < now() - interval '1 day' THEN now() END
  FROM placed WHERE buyer <= {BUYERS} AND status IN ('accepted', 'shipped', 'completed');
INSERT INTO message (conversation_id, maker_id, side, kind, body, sent_at, order_id, author_id, search)
  SELECT c.id, maker, who.side, 'letter', 'About order B-' || n || ': when do the mugs ship?',
    placed_at + interval '1 hour', n, CASE who.side WHEN 'maker' THEN 2 * maker - 1 END,
    setweight(array_to_tsvector(ARRAY['partym' || maker, 'partyb' || buyer]), 'C')
      || to_tsvector('simple', 'about order b' || n || ' ' || n || ' when do the mugs ship')
  FROM placed JOIN conversation c ON c.maker_id = maker AND c.buyer_id = buyer,
    LATERAL (SELECT CASE WHEN n %% 4 < 2 THEN 'buyer' ELSE 'maker' END AS side) who WHERE dice %% 2 = 0;
INSERT INTO email (key, "to", subject, text, html, kind, written_at, sent_at, failure, provider_id, order_id, user_id)
  SELECT 'bench-' || n, person.email, 'Order B-' || n, 'A new order.', '', 'order', placed_at, placed_at, '{{}}', '', n,
    person.id
  FROM placed JOIN person
    ON person.id = CASE n %% 8 WHEN 1 THEN 2 * maker - 1 ELSE {2 * MAKERS} + least(buyer, {BUYERS}) END
  WHERE n %% 4 = 1;
INSERT INTO cancellation_request (order_id, maker_id, words, asked_at, answer_by, answer, answer_words, answered_as)
  SELECT n, maker, 'Please cancel this one.', placed_at + interval '1 minute', now() + interval '1 day', '', '', ''
  FROM placed WHERE status = 'placed' AND dice %% 10 = 3;
SET session_replication_role = DEFAULT;
INSERT INTO support_case (kind, subject, message, opened_as, opened_at, answer_by, outside_email, explanation, note,
    stock, quantities, told_how, outcome, closing_words, closed_at, answered_at, maker_id, buyer_id, order_id,
    assigned_to_id)
  SELECT 'complaint', 'Two mugs arrived broken', 'Two of the mugs of B-' || n || ' arrived broken.', 'buyer',
    placed_at, placed_at + interval '1 day', '', '', '', '{{}}', '{{}}', '',
    CASE WHEN is_open THEN '' ELSE 'answered' END, '', CASE WHEN NOT is_open THEN placed_at + interval '1 day' END,
    CASE WHEN NOT is_open OR n %% 3 = 0 THEN placed_at + interval '1 hour' END, maker, buyer, n,
    CASE WHEN n %% 3 <> 1 THEN agent.id END
  FROM placed, LATERAL (SELECT placed_at > now() - interval '36 days' AS is_open) o,
    LATERAL (SELECT id FROM person WHERE email = 'support' || 1 + n %% 2 || '@bench.test') agent
  WHERE abs(hashint4(n + 3)::bigint) %% 50 = 0;
INSERT INTO support_case_entry (case_id, kind, side, "to", body, at)
  SELECT c.id, 'letter', 'support', 'buyer', 'We are asking the maker.', c.opened_at FROM support_case c
  JOIN placed ON c.order_id = n WHERE c.answered_at IS NOT NULL;
DROP TABLE placed;
"""

AFTERWARDS = """
UPDATE conversation c SET last_message_at = m.newest, buyer_wrote_at = m.newest,
    last_for_maker_at = m.for_maker, last_for_buyer_at = m.for_buyer,
    maker_read_to = CASE WHEN m.newest < now() - interval '2 days' THEN m.newest END,
    buyer_read_to = CASE WHEN m.newest < now() - interval '2 days' THEN m.newest END
  FROM (SELECT conversation_id, max(sent_at) AS newest, max(sent_at) FILTER (WHERE side = 'buyer') AS for_maker,
    max(sent_at) FILTER (WHERE side = 'maker') AS for_buyer FROM message GROUP BY 1) m WHERE m.conversation_id = c.id;
SELECT setval(pg_get_serial_sequence('history_entry', 'id'), 3 * %(total)s + 3),
  setval(pg_get_serial_sequence('orders_order', 'id'), %(total)s),
  setval(pg_get_serial_sequence('orders_line', 'id'), 2 * %(total)s),
  setval(pg_get_serial_sequence('payment', 'id'), %(total)s),
  setval(pg_get_serial_sequence('payment_operation', 'id'), %(total)s),
  setval(pg_get_serial_sequence('postal_address', 'id'), %(total)s);
"""


def fill_marketplace(url: str, *, orders: int) -> None:
    """Fill an empty, migrated database with so many orders, and all that comes with them. Asks for a superuser."""
    fill(url, orders=0, makers=MAKERS)
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(PARTIES, {})
        connection.execute("VACUUM ANALYZE")
        for first in range(1, orders + 1, 100_000):
            last = min(first + 100_000, orders + 1) - 1
            connection.execute(ORDERS, {"first": first, "last": last, "total": orders})
        connection.execute(AFTERWARDS, {"total": orders})
        connection.execute("VACUUM ANALYZE")
