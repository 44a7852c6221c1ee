"""D7: exactly once; and the life of an order, which nothing else moves."""

from anam.audit.invariants.invariant import Invariant

ONCE = (
    Invariant(
        "D7",
        "An order that was cancelled has one final cancellation, any other has none.",
        """
        SELECT o.number, CASE coalesce(found.n, 0) WHEN 0 THEN 'no final cancellation'
               WHEN 1 THEN 'one final cancellation' ELSE found.n || ' final cancellations' END
               || ', and it is ' || o.status
        FROM orders_order o
        LEFT JOIN (
          SELECT order_id, count(*) AS n FROM cancellation WHERE final GROUP BY order_id
        ) found ON found.order_id = o.id
        WHERE coalesce(found.n, 0) <> CASE WHEN o.status IN ('declined', 'cancelled') THEN 1 ELSE 0 END
        """,
    ),
    Invariant(
        "D7",
        "Nothing is cancelled after the final cancellation, and no form or call cancels twice.",
        """
        SELECT DISTINCT o.number, 'a part was cancelled after all of it was, or twice by one form'
        FROM cancellation c JOIN orders_order o ON o.id = c.order_id
        JOIN cancellation other ON other.order_id = c.order_id AND other.id <> c.id
        WHERE (c.final AND NOT other.final AND other.id > c.id) OR other.key = c.key
        """,
    ),
    Invariant(
        "D7",
        "The history tells once that an order was cancelled, and how.",
        """
        SELECT o.number, 'it is ' || o.status || ', and its history says so '
               || CASE WHEN found.n = 1 THEN 'otherwise: ' || found.kind ELSE coalesce(found.n, 0) || ' times' END
        FROM orders_order o
        LEFT JOIN (
          SELECT order_id, count(*) AS n, min(kind) AS kind FROM history_entry
          WHERE kind IN ('declined', 'cancelled') GROUP BY order_id
        ) found ON found.order_id = o.id
        WHERE coalesce(found.n, 0) <> CASE WHEN o.status IN ('declined', 'cancelled') THEN 1 ELSE 0 END
           OR found.kind <> o.status
        """,
    ),
    Invariant(
        "D7",
        "A maker's decline is one message in the conversation.",
        """
        SELECT o.number, coalesce(found.n, 0) || ' messages that explain the decline'
        FROM orders_order o
        LEFT JOIN cancellation c ON c.order_id = o.id AND c.final AND c.on_behalf_of = 'maker'
        LEFT JOIN (
          SELECT order_id, count(*) AS n FROM message WHERE kind = 'decline' GROUP BY order_id
        ) found ON found.order_id = o.id
        WHERE found.n > 1 OR (c.id IS NOT NULL AND found.n IS NULL)
        """,
    ),
    Invariant(
        "D7",
        "No letter is written twice.",
        """
        SELECT coalesce(oe.number, om.number, 'the letter ' || twice.key), twice.n || ' letters ' || twice.key
        FROM (SELECT key COLLATE "C" AS key, count(*) AS n FROM email GROUP BY 1 HAVING count(*) > 1) twice
        LEFT JOIN history_entry e ON twice.key ~ '^entry:[0-9]+:' AND e.id = split_part(twice.key, ':', 2)::bigint
        LEFT JOIN orders_order oe ON oe.id = e.order_id
        LEFT JOIN message m ON twice.key ~ '^message:[0-9]+:' AND m.id = split_part(twice.key, ':', 2)::bigint
        LEFT JOIN orders_order om ON om.id = m.order_id
        """,
    ),
    Invariant(
        "D7",
        "The stock of a line comes back once.",
        """
        SELECT o.number, 'the stock of ' || l.title || ' came back ' || twice.n || ' times'
        FROM (
          SELECT line_id, count(*) AS n FROM stock_movement
          WHERE cause = 'returned' AND line_id IS NOT NULL GROUP BY line_id, cancellation_id HAVING count(*) > 1
        ) twice
        JOIN orders_line l ON l.id = twice.line_id
        JOIN orders_order o ON o.id = l.order_id
        """,
    ),
    # An order that came from elsewhere may have been accepted there, and nobody said when.
    Invariant(
        "D7",
        "The times of an order are those of its status, one after the other.",
        """
        SELECT o.number, 'it is ' || o.status || ', and its times say otherwise'
        FROM orders_order o
        WHERE NOT CASE o.status
            WHEN 'placed' THEN o.accepted_at IS NULL AND o.shipped_at IS NULL AND o.completed_at IS NULL
            WHEN 'accepted' THEN o.accepted_at IS NOT NULL AND o.shipped_at IS NULL AND o.completed_at IS NULL
            WHEN 'shipped' THEN o.shipped_at IS NOT NULL AND o.completed_at IS NULL
            WHEN 'completed' THEN o.shipped_at IS NOT NULL AND o.completed_at IS NOT NULL
            ELSE o.shipped_at IS NULL AND o.completed_at IS NULL END
          OR (o.shipped_at IS NOT NULL AND o.accepted_at IS NULL AND o.source = 'checkout')
          OR o.accepted_at < o.placed_at
          OR o.shipped_at < coalesce(o.accepted_at, o.placed_at)
          OR o.completed_at < o.shipped_at
        """,
    ),
    Invariant(
        "D7",
        "What is cancelled of a line is the sum of its cancellations; of an order that was cancelled, all of it.",
        """
        SELECT DISTINCT o.number, 'it is ' || o.status || ', and ' || l.declined_quantity || ' of ' || l.quantity
               || ' × ' || l.title || ' are declined'
        FROM orders_line l JOIN orders_order o ON o.id = l.order_id
        LEFT JOIN (
          SELECT c.order_id, cl.line_id, sum(cl.quantity) AS n
          FROM cancelled_line cl JOIN cancellation c ON c.id = cl.cancellation_id GROUP BY c.order_id, cl.line_id
        ) gone ON gone.line_id = l.id AND gone.order_id = l.order_id
        WHERE l.declined_quantity <> coalesce(gone.n, 0)
           OR (o.status IN ('declined', 'cancelled') AND l.declined_quantity <> l.quantity)
        """,
    ),
)
