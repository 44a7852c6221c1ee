-- Makers with two members and 400 products each, all the same buyers, and orders: order n has the lines 2n-1 and 2n
-- and the payment n. From 1 on they go round the makers, and each maker's round its buyers and products; from a
-- million on they are all of one maker and one buyer, in one conversation.
INSERT INTO policy (id, decline_window_hours, makers_may_start_conversations, first_reminder_hours,
    last_reminder_hours, changed_at, why, buyer_request_hours, request_answer_hours, support_answer_hours)
  VALUES (1, 72, false, 24, 6, now(), 'As it begins', 24, 48, 48);
INSERT INTO cancellation_reason (id, key, label, for_buyer, fault, counts, part_of_an_order, stock, least_words,
    suggestion, position, for_makers, since_id)
  SELECT 3 + n, CASE n WHEN 0 THEN 'too_late' ELSE 'reason-' || n END, 'Cannot make it in time',
    'it cannot be made in time', 'maker', true, true, 'return', 10, '', n, true, 1 FROM generate_series(0, 13) n;
INSERT INTO maker (id, slug, name, place, country, time_zone, order_prefix, created_at)
  SELECT n, 'maker-' || n, 'Maker ' || n, '', 'IE', 'UTC', 'B', now() FROM generate_series(1, %(makers)s) n;
INSERT INTO buyer (id, slug, name, place, country, time_zone, created_at)
  SELECT n, 'shop-' || n, 'Shop ' || n, '', 'US', 'UTC', now() FROM generate_series(1, %(buyers)s) n;
INSERT INTO person (id, password, email, name, time_zone, is_active, phone, is_support, leads_support, joined_at)
  SELECT n, '', 'person' || n || '@bench.test', 'Member ' || n, 'UTC', true, '', false, false, now()
  FROM generate_series(1, 2 * %(makers)s + %(buyers)s) n;
INSERT INTO maker_member (user_id, maker_id, role)
  SELECT n, (n + 1) / 2, 'owner' FROM generate_series(1, 2 * %(makers)s) n;
INSERT INTO buyer_member (user_id, buyer_id) SELECT 2 * %(makers)s + id, id FROM buyer;
INSERT INTO django_session (session_key, session_data, expire_date)
  SELECT 'session-' || user_id, repeat('x', 240), now() + interval '14 days' FROM maker_member;
INSERT INTO product (id, maker_id, sku, title, description, unit_price, stock)
  SELECT 400 * (maker.id - 1) + n, maker.id, 'SKU-' || n, 'Product ' || n, '', 1000 + n, 100000
  FROM maker, generate_series(1, 400) n;
INSERT INTO conversation (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at)
  SELECT maker.id, buyer.id, 'buyer', now() - interval '1 day', now() - interval '1 day' FROM maker, buyer;

CREATE TEMPORARY TABLE placed AS
  SELECT n, 1 + (n - 1) %% %(makers)s AS maker, 1 + (n - 1) / %(makers)s %% %(buyers)s AS buyer,
    400 * ((n - 1) %% %(makers)s) + 1 + 2 * ((n - 1) / %(makers)s) %% 400 AS product
  FROM generate_series(1, %(spread)s) n
  UNION ALL
  SELECT 1000000 + n, 1, 1, 1 + 2 * n %% 400 FROM generate_series(1, %(together)s) n;
INSERT INTO orders_order (id, number, maker_id, buyer_id, status, currency, items_total, shipping, tax, discount,
    removed, policy_id, placed_at, decline_by, carrier, tracking, contacted_at, contacted_how, source, reference,
    search)
  SELECT n, 'B-' || n, maker, buyer, 'placed', 'USD', 5000, 1200, 0, 0, 0, 1, placed.at,
    placed.at + interval '72 hours', '', '', now(), 'message', 'checkout', '',
    to_tsvector('simple', 'b' || n || ' ' || n || ' shop ' || buyer || ' product ' || product)
  FROM (SELECT *, now() - interval '1 second' * (n %% 250000) AS at FROM placed) placed;
INSERT INTO orders_line (id, order_id, maker_id, product_id, sku, title, quantity, unit_price, held,
    declined_quantity)
  SELECT 2 * n - 1 + side, n, maker, product + side, 'SKU', 'Product', 2, 1250, 2, 0
  FROM placed, generate_series(0, 1) side;
INSERT INTO payment (id, order_id, maker_id, currency, status, gateway, gateway_reference, card, authorised,
    captured, refunded, refund_asked, created_at)
  SELECT n, n, maker, 'USD', 'authorised', 'sandbox', 'sb_bench-' || n, 'card ending 4242', 6200, 0, 0, 0, now()
  FROM placed;
INSERT INTO history_entry (order_id, maker_id, kind, actor_as, at, policy_id, facts)
  SELECT n, maker, 'placed', 'anam', now(), 1, '{}' FROM placed;
DROP TABLE placed;
