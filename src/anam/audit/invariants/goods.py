"""D9 and D11: the stock follows, and what was announced is what was done."""

from anam.audit.invariants.invariant import Invariant

_RETURNED = "SELECT line_id, sum(quantity) AS n FROM stock_movement WHERE cause = 'returned' GROUP BY line_id"
_CANCELLED = """
SELECT line_id, sum(quantity) AS n, sum(returned) AS back
FROM (SELECT line_id, quantity, returned FROM cancelled_line
      UNION ALL SELECT line_id, quantity, returned FROM refunded_line) gone
GROUP BY line_id
"""

GOODS = (
    Invariant(
        "D9",
        "The stock of a counted product is the sum of its movements.",
        """
        SELECT 'the product ' || p.sku || ' of ' || maker.slug,
               'its stock is ' || p.stock || ', its movements come to ' || moved.n
        FROM (SELECT product_id, sum(quantity) AS n FROM stock_movement GROUP BY product_id) moved
        JOIN product p ON p.id = moved.product_id
        JOIN maker ON maker.id = p.maker_id
        WHERE p.stock <> moved.n
        """,
    ),
    Invariant(
        "D9",
        "No product was ever sold that was not there: no sum of movements is below zero.",
        """
        SELECT 'the product ' || p.sku || ' of ' || maker.slug, 'its movements come to ' || moved.n
        FROM (SELECT product_id, sum(quantity) AS n FROM stock_movement GROUP BY product_id) moved
        JOIN product p ON p.id = moved.product_id
        JOIN maker ON maker.id = p.maker_id
        WHERE moved.n < 0
        """,
    ),
    Invariant(
        "D9",
        "What a line holds was taken out of the stock.",
        """
        SELECT o.number, 'of ' || l.title || ' it holds ' || l.reserved || ', and ' || coalesce(-taken.quantity, 0)
               || ' were taken out of the stock'
        FROM orders_line l
        JOIN orders_order o ON o.id = l.order_id
        LEFT JOIN stock_movement taken ON taken.line_id = l.id AND taken.cause = 'held'
        WHERE l.product_id IS NOT NULL AND l.reserved <> coalesce(-taken.quantity, 0)
        """,
    ),
    Invariant(
        "D9",
        "A line gives back to the stock no more than it held, and only what was cancelled or refunded.",
        f"""
        SELECT o.number, 'of ' || l.title || ' it held ' || l.reserved || ', and ' || back.n || ' came back'
        FROM ({_RETURNED}) back
        JOIN orders_line l ON l.id = back.line_id
        JOIN orders_order o ON o.id = l.order_id
        LEFT JOIN ({_CANCELLED}) gone ON gone.line_id = l.id
        WHERE back.n > least(l.reserved, coalesce(gone.back, 0))
        """,  # noqa: S608
    ),
    Invariant(
        "D9",
        "What a cancelled line says it gave back did come back.",
        """
        SELECT o.number, 'of ' || l.title || ' ' || gone.returned || ' should have come back to the stock, and '
               || coalesce(back.n, 0) || ' did'
        FROM cancelled_line gone
        JOIN orders_line l ON l.id = gone.line_id
        JOIN orders_order o ON o.id = l.order_id
        LEFT JOIN (
          SELECT line_id, cancellation_id, sum(quantity) AS n FROM stock_movement
          WHERE cause = 'returned' GROUP BY line_id, cancellation_id
        ) back ON back.line_id = gone.line_id AND back.cancellation_id = gone.cancellation_id
        WHERE l.product_id IS NOT NULL AND gone.returned <> coalesce(back.n, 0)
        """,
    ),
    Invariant(
        "D9",
        "A cancelled line whose goods go back to stock gives back all that it held of them.",
        """
        SELECT o.number, 'of ' || l.title || ' it held ' || l.reserved || ', and gave back ' || cl.returned
        FROM cancelled_line cl
        JOIN orders_line l ON l.id = cl.line_id
        JOIN orders_order o ON o.id = l.order_id
        JOIN product p ON p.id = l.product_id AND p.stock IS NOT NULL
        LEFT JOIN LATERAL (
          SELECT sum(quantity) AS n FROM cancelled_line
          WHERE line_id = cl.line_id AND cancellation_id < cl.cancellation_id
        ) before ON true
        WHERE cl.returned <> CASE cl.stock WHEN 'return'
              THEN least(cl.quantity, greatest(l.reserved - coalesce(before.n, 0), 0)) ELSE 0 END
        """,
    ),
    # An imported cancellation announced nothing: its effects are empty.
    Invariant(
        "D11",
        "The money that was announced is the money that goes back.",
        """
        SELECT o.number, 'announced: ' || coalesce(c.effects -> 'money' ->> 'kind', 'nothing') || ' of '
               || coalesce(c.effects -> 'money' ->> 'amount', '0') || '; asked of the gateway: '
               || coalesce(i.kind || ' of ' || i.amount, 'nothing')
        FROM cancellation c
        JOIN orders_order o ON o.id = c.order_id
        LEFT JOIN payment p ON p.order_id = o.id
        LEFT JOIN LATERAL (
          SELECT kind, CASE kind WHEN 'void' THEN max(amount)
                       ELSE sum(amount) FILTER (WHERE state <> 'superseded') END AS amount
          FROM payment_operation
          WHERE payment_id = p.id AND kind IN ('void', 'refund') AND cancellation_id = c.id
          -- Of what was captured instead of released, the release was what was announced.
          GROUP BY kind ORDER BY kind DESC LIMIT 1
        ) i ON true
        WHERE (c.on_behalf_of = 'maker' OR c.effects -> 'money' IS NOT NULL)
          -- That less is charged when it ships asks nothing of the gateway, nor does a refund of nothing.
          AND ROW(CASE WHEN c.effects -> 'money' ->> 'kind' = 'less' OR c.effects -> 'money' ->> 'amount' = '0'
                       THEN 'nothing' ELSE c.effects -> 'money' ->> 'kind' END,
                  CASE WHEN c.effects -> 'money' ->> 'kind' = 'less' THEN '0'
                       ELSE c.effects -> 'money' ->> 'amount' END)
              IS DISTINCT FROM ROW(coalesce(i.kind, 'nothing'), coalesce(i.amount, 0)::text)
        """,
    ),
    # Both are in the order of the lines. Where stock is not counted, "" was announced for whatever was chosen.
    Invariant(
        "D11",
        "What was announced for the stock of each line is what became of it.",
        """
        SELECT DISTINCT o.number, 'announced for a line: ' || coalesce(told.effect ->> 'quantity', 'nothing') || ' '
               || coalesce(told.effect ->> 'stock', '') || '; done: ' || coalesce(kept.quantity || ' ' || kept.stock,
               'nothing') || ', with ' || coalesce(kept.returned, 0) || ' given back'
        FROM (
          SELECT cancellation.id, one.effect, one.place
          FROM cancellation, jsonb_array_elements(effects -> 'lines') WITH ORDINALITY one (effect, place)
        ) told
        FULL JOIN (
          SELECT *, row_number() OVER (PARTITION BY cancellation_id ORDER BY line_id) AS place FROM cancelled_line
        ) kept ON kept.cancellation_id = told.id AND kept.place = told.place
        JOIN cancellation c ON c.id = coalesce(told.id, kept.cancellation_id)
        JOIN orders_order o ON o.id = c.order_id
        WHERE c.effects -> 'lines' IS NOT NULL
          AND ((told.effect ->> 'quantity')::int IS DISTINCT FROM kept.quantity
               OR told.effect ->> 'stock' NOT IN ('', kept.stock)
               OR (kept.returned > 0 AND told.effect ->> 'stock' <> 'return'))
        """,
    ),
    Invariant(
        "D11",
        "A product whose stock was to be set to zero was set to zero.",
        """
        SELECT DISTINCT o.number, 'the stock of ' || l.title || ' was to be set to zero, and was not'
        FROM (
          SELECT cancellation.id, one.effect, one.place
          FROM cancellation, jsonb_array_elements(effects -> 'lines') WITH ORDINALITY one (effect, place)
        ) told
        JOIN (
          SELECT *, row_number() OVER (PARTITION BY cancellation_id ORDER BY line_id) AS place FROM cancelled_line
        ) kept ON kept.cancellation_id = told.id AND kept.place = told.place
        JOIN orders_line l ON l.id = kept.line_id AND l.product_id IS NOT NULL
        JOIN orders_order o ON o.id = l.order_id
        WHERE told.effect ->> 'stock' = 'zero' AND NOT EXISTS (
          SELECT FROM stock_movement m JOIN orders_line twin ON twin.id = m.line_id
          WHERE m.cause = 'zeroed' AND m.product_id = l.product_id AND twin.order_id = o.id
        )
        """,
    ),
)
