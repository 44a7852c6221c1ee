-- One decline of two lines as Anam sent it at commit 8ec7a82: twelve statements, word for word, frozen. What Anam
-- looked up in between (a moment, two ids) stands in its place. benchmarks/floor/__init__.py says which order it is.

SELECT django_session.session_key, django_session.session_data, django_session.expire_date FROM django_session WHERE
  (django_session.expire_date > now() AND django_session.session_key = ('session-' || :member)) LIMIT 21;

SELECT person.id, person.password, person.last_login, person.email, person.name, person.time_zone, person.is_active,
  person.phone, person.is_support, person.leads_support, person.joined_at, maker_member.id, maker_member.user_id,
  maker_member.maker_id, maker_member.role, maker.id, maker.slug, maker.name, maker.place, maker.country,
  maker.time_zone, maker.created_at, maker.order_prefix, buyer_member.id, buyer_member.user_id,
  buyer_member.buyer_id, buyer.id, buyer.slug, buyer.name, buyer.place, buyer.country, buyer.time_zone,
  buyer.created_at FROM person LEFT OUTER JOIN maker_member ON (person.id = maker_member.user_id) LEFT OUTER JOIN
  maker ON (maker_member.maker_id = maker.id) LEFT OUTER JOIN buyer_member ON (person.id = buyer_member.user_id)
  LEFT OUTER JOIN buyer ON (buyer_member.buyer_id = buyer.id) WHERE (person.is_active AND person.id = :member) ORDER
  BY person.id ASC LIMIT 1;

BEGIN;

SELECT orders_order.id, orders_order.number, orders_order.maker_id, orders_order.buyer_id,
  orders_order.placed_by_id, orders_order.status, orders_order.currency, orders_order.items_total,
  orders_order.shipping, orders_order.tax, orders_order.discount, orders_order.removed, orders_order.policy_id,
  orders_order.placed_at, orders_order.decline_by, orders_order.accepted_at, orders_order.shipped_at,
  orders_order.completed_at, orders_order.carrier, orders_order.tracking, orders_order.contacted_at,
  orders_order.contacted_how, orders_order.source, orders_order.reference, orders_order.search, maker.id,
  maker.slug, maker.name, maker.place, maker.country, maker.time_zone, maker.created_at, maker.order_prefix,
  buyer.id, buyer.slug, buyer.name, buyer.place, buyer.country, buyer.time_zone, buyer.created_at, policy.id,
  policy.decline_window_hours, policy.makers_may_start_conversations, policy.first_reminder_hours,
  policy.last_reminder_hours, policy.buyer_request_hours, policy.request_answer_hours, policy.support_answer_hours,
  policy.changed_at, policy.changed_by_id, policy.why, payment.id, payment.order_id, payment.maker_id,
  payment.currency, payment.status, payment.gateway, payment.gateway_reference, payment.card, payment.authorised,
  payment.captured, payment.refunded, payment.refund_asked, payment.created_at FROM orders_order INNER JOIN maker ON
  (orders_order.maker_id = maker.id) INNER JOIN buyer ON (orders_order.buyer_id = buyer.id) INNER JOIN policy ON
  (orders_order.policy_id = policy.id) LEFT OUTER JOIN payment ON (orders_order.id = payment.order_id) WHERE
  (orders_order.maker_id = :maker AND orders_order.number = ('B-' || :n)) LIMIT 21 FOR NO KEY UPDATE OF orders_order;

SELECT clock_timestamp(),
       EXISTS (SELECT FROM support_case c WHERE c.order_id = :n AND c.closed_at IS NULL
               AND c.kind IN ('tell_buyer', 'late_decline')),
       r.id, r.stock, r.least_words, r.label, r.for_buyer, r.suggestion, r.for_makers, r.part_of_an_order,
       pay.status, pay.authorised, pay.captured, pay.refunded, pay.refund_asked,
       l.id, l.product_id, l.title, l.sku, l.quantity - l.declined_quantity,
       greatest(l.held - l.declined_quantity, 0), l.unit_price, p.stock
FROM orders_line l
LEFT JOIN product p ON p.id = l.product_id
LEFT JOIN payment pay ON pay.order_id = l.order_id
LEFT JOIN cancellation_reason r ON r.key = 'too_late'
  AND r.since_id <= 1::bigint AND (r.until_id IS NULL OR r.until_id > 1::bigint)
WHERE l.order_id = :n ORDER BY l.id;

WITH won AS (
  UPDATE orders_order SET status = 'declined'
  WHERE id = :n::bigint AND status = ANY (ARRAY['placed', 'accepted']::text[])
    AND (decline_by > now()::timestamptz OR NOT true::bool)
  RETURNING id, maker_id, decline_by
), cancelled AS (
  INSERT INTO cancellation (order_id, maker_id, by_id, on_behalf_of, reason_id, explanation, note, at, in_time, effects)
  SELECT id, maker_id, :member, 'maker', 3,
         'I am so sorry: my kiln is down until spring, and I cannot make these in time for you.', '',
         now()::timestamptz, coalesce(NULL::bool, now()::timestamptz < decline_by),
    '{"money": {"kind": "void", "amount": 6200, "currency": "USD"}, "lines": [{"title": "Product", "quantity": 2,
    "stock": "return", "before": 100000, "after": 100002}, {"title": "Product", "quantity": 2, "stock": "return",
    "before": 100000, "after": 100002}]}'::jsonb
  FROM won RETURNING id, maker_id
), lines AS (
  INSERT INTO cancelled_line (cancellation_id, maker_id, line_id, quantity, stock, returned)
  SELECT cancelled.id, cancelled.maker_id, l.* FROM cancelled,
    unnest(ARRAY[:line, :line + 1]::bigint[], ARRAY[2, 2]::int[],
         ARRAY['return', 'return']::text[], ARRAY[2, 2]::int[]) l
), declined AS (
  UPDATE orders_line SET declined_quantity = quantity FROM won WHERE order_id = won.id
),
overtaken_case AS (
  UPDATE support_case SET outcome = 'overtaken',
         closing_words = ('Member ' || :member || ' cancelled the order.')::text,
         closed_at = now()::timestamptz,
         closed_by_id = :member::bigint
  WHERE order_id = :n::bigint AND closed_at IS NULL
    AND (kind IN ('tell_buyer', 'late_decline') OR (kind = 'request' AND true::bool)) AND EXISTS (SELECT FROM won)
  RETURNING id
), overtaken_case_entry AS (
  INSERT INTO support_case_entry (case_id, kind, side, author_id, "to", body, at)
  SELECT id, 'event', 'anam', :member::bigint, '',
         'Closed by itself. ' || ('Member ' || :member || ' cancelled the order.')::text, now()::timestamptz
  FROM overtaken_case
), overtaken_request AS (
  UPDATE cancellation_request SET answer = 'overtaken',
         answer_words = ('Member ' || :member || ' cancelled the order.')::text,
         answered_as = 'anam',
         answered_at = now()::timestamptz, answered_by_id = :member::bigint
  WHERE order_id = :n::bigint AND answer = '' AND true::bool AND EXISTS (SELECT FROM won)
  RETURNING id
)
SELECT id FROM cancelled;

WITH wanted AS (
  SELECT * FROM unnest(ARRAY[:line, :line + 1]::bigint[], ARRAY[:product, :product + 1]::bigint[],
                       ARRAY[2, 2]::int[], ARRAY[false, false]::bool[])
    AS w (line_id, product_id, returned, zeroed)
), locked AS (
  SELECT p.id, p.maker_id, p.stock FROM product p
  WHERE p.id = ANY (ARRAY[:product, :product + 1]::bigint[]) AND p.stock IS NOT NULL ORDER BY p.id FOR NO KEY UPDATE
), sums AS (
  SELECT locked.id, locked.stock, sum(wanted.returned) AS returned, bool_or(wanted.zeroed) AS zeroed
  FROM locked JOIN wanted ON wanted.product_id = locked.id GROUP BY locked.id, locked.stock
), moved AS (
  UPDATE product p SET stock = CASE WHEN sums.zeroed THEN 0 ELSE p.stock + sums.returned END
  FROM sums WHERE p.id = sums.id
)
INSERT INTO stock_movement (maker_id, product_id, quantity, cause, line_id, removal_id, at)
SELECT locked.maker_id, locked.id,
       CASE WHEN sums.zeroed THEN -locked.stock ELSE wanted.returned END,
       CASE WHEN sums.zeroed THEN 'zeroed' ELSE 'returned' END, wanted.line_id, NULL::bigint, now()
FROM locked JOIN sums USING (id)
JOIN LATERAL (
  SELECT * FROM wanted WHERE wanted.product_id = locked.id
  ORDER BY line_id LIMIT CASE WHEN sums.zeroed THEN 1 END
) wanted ON sums.zeroed OR wanted.returned > 0;

WITH released AS (
  UPDATE payment SET status = 'void'::text || '_pending'
  WHERE id = :n AND status = 'authorised'
    AND 6200::bigint = CASE 'void'::text WHEN 'void' THEN authorised ELSE captured - refunded - refund_asked END
  RETURNING id, maker_id
)
INSERT INTO payment_instruction (payment_id, maker_id, kind, amount, key, asked_at)
SELECT id, maker_id, 'void'::text, 6200, 'void'::text || '-' || id, now() FROM released
RETURNING id AS instruction
\gset

WITH facts AS (
  SELECT 'decline'::text = 'decline' OR EXISTS (
    SELECT FROM orders_order WHERE id = :n::bigint AND status IN ('placed', 'accepted', 'shipped')
  ) AS important
), talk AS (
  INSERT INTO conversation AS c
    (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at, last_for_maker_at, last_for_buyer_at)
  SELECT :maker::bigint, :buyer::bigint, 'maker'::text, CASE WHEN 'maker'::text = 'buyer' THEN t.at END, t.at,
         CASE WHEN 'maker'::text <> 'maker' THEN t.at END, CASE WHEN 'maker'::text <> 'buyer' THEN t.at END
  FROM (SELECT coalesce(now()::timestamptz, clock_timestamp()) AS at) t
  ON CONFLICT (maker_id, buyer_id) DO UPDATE SET
    (last_message_at, buyer_wrote_at, last_for_maker_at, last_for_buyer_at) = (
      SELECT t.at,
             coalesce(c.buyer_wrote_at, CASE WHEN 'maker'::text = 'buyer' THEN t.at END),
             CASE WHEN 'maker'::text <> 'maker' THEN t.at ELSE c.last_for_maker_at END,
             CASE WHEN 'maker'::text = 'buyer' OR ('maker'::text = 'maker' AND c.muted_at IS NOT NULL
                        AND NOT (SELECT important FROM facts)) THEN c.last_for_buyer_at ELSE t.at END
      FROM (SELECT greatest(c.last_message_at + interval '1 microsecond',
                            coalesce(now()::timestamptz, clock_timestamp())) AS at) t
    )
  RETURNING id, last_message_at, muted_at IS NOT NULL AS muted
)
INSERT INTO message
  (conversation_id, maker_id, order_id, side, author_id, kind, body, sent_at, important, quiet, search)
SELECT talk.id, :maker::bigint, :n::bigint, 'maker'::text, :member::bigint, 'decline'::text,
       'I am so sorry: my kiln is down until spring, and I cannot make these in time for you.'
      ::text, talk.last_message_at, facts.important,
       'maker'::text = 'maker' AND talk.muted AND NOT facts.important,
       setweight(to_tsvector('simple', (SELECT name FROM maker WHERE id = :maker::bigint)), 'A')
       || setweight(to_tsvector('simple', (SELECT name FROM buyer WHERE id = :buyer::bigint)), 'B')
       || setweight(array_to_tsvector(ARRAY['partym' || :maker::bigint, 'partyb' || :buyer::bigint]), 'C')
       || to_tsvector('simple',
         'i am so sorry my kiln is down until spring and i cannot make these in time for you'::text || ' ' || coalesce(
            (SELECT lower(regexp_replace(number, '[^a-zA-Z0-9]+', ' ', 'g'))
             FROM orders_order WHERE id = :n::bigint), ''))
FROM talk, facts
RETURNING id, conversation_id, sent_at;

WITH entry AS (
  INSERT INTO history_entry (order_id, maker_id, kind, actor_id, actor_as, at, policy_id, facts)
  VALUES (:n, :maker::bigint, 'declined', :member, 'maker',
          coalesce(now()::timestamptz, clock_timestamp()), 1,
          '{"reason": "Cannot make it in time", "for_buyer": "it cannot be made in time",
            "explanation": "I am so sorry: my kiln is down until spring, and I cannot make these in time for you.",
            "money": {"kind": "void", "amount": 6200, "currency": "USD"}}')
  RETURNING id
), notice AS (
  INSERT INTO history_notice (entry_id, user_id, as_party)
  SELECT entry.id, member.user_id, member.party FROM entry, (
    SELECT user_id, 'maker' AS party FROM maker_member WHERE maker_id = :maker::bigint AND true::bool
    UNION ALL
    SELECT user_id, 'buyer' FROM buyer_member WHERE buyer_id = :buyer AND true::bool
  ) member ON CONFLICT DO NOTHING
)
SELECT id AS entry FROM entry
\gset

SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[
  ROW('mail', 'write_letters', 0, NULL, NULL, jsonb_build_object('entry_id', :entry::bigint), NULL),
  ROW('money', 'settle_money', 0, NULL, NULL, jsonb_build_object('instruction_id', :instruction::bigint), NULL)
]::procrastinate_job_to_defer_v1[])) AS id;

COMMIT;
