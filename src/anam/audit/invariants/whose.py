"""D1: an order, and all that belongs to it, is one maker's."""

from anam.audit.invariants.invariant import Invariant

WHOSE = (
    Invariant(
        "D1",
        "Everything that belongs to an order belongs to its maker.",
        """
        SELECT DISTINCT o.number, 'its ' || part.what || ' belongs to another maker'
        FROM (
          SELECT order_id, maker_id, 'line' AS what FROM orders_line
          UNION ALL SELECT l.order_id, p.maker_id, 'product' FROM orders_line l JOIN product p ON p.id = l.product_id
          UNION ALL SELECT order_id, maker_id, 'cancellation' FROM cancellation
          UNION ALL SELECT c.order_id, cl.maker_id, 'cancelled line'
                    FROM cancelled_line cl JOIN cancellation c ON c.id = cl.cancellation_id
          UNION ALL SELECT order_id, maker_id, 'refund' FROM order_refund
          UNION ALL SELECT r.order_id, rl.maker_id, 'refunded line'
                    FROM refunded_line rl JOIN order_refund r ON r.id = rl.refund_id
          UNION ALL SELECT order_id, maker_id, 'return' FROM order_return
          UNION ALL SELECT b.order_id, bl.maker_id, 'returned line'
                    FROM returned_line bl JOIN order_return b ON b.id = bl.order_return_id
          UNION ALL SELECT order_id, maker_id, 'history' FROM history_entry
          UNION ALL SELECT order_id, maker_id, 'message' FROM message WHERE order_id IS NOT NULL
          UNION ALL SELECT order_id, maker_id, 'request' FROM cancellation_request
          UNION ALL SELECT r.order_id, one.maker_id, 'requested line'
                    FROM requested_line one JOIN cancellation_request r ON r.id = one.request_id
          UNION ALL SELECT order_id, maker_id, 'case' FROM support_case
                    WHERE order_id IS NOT NULL AND maker_id IS NOT NULL
          UNION ALL SELECT order_id, maker_id, 'payment' FROM payment WHERE order_id IS NOT NULL
          UNION ALL SELECT p.order_id, i.maker_id, 'payment operation'
                    FROM payment_operation i JOIN payment p ON p.id = i.payment_id
          UNION ALL SELECT p.order_id, m.maker_id, 'movement of money'
                    FROM payment_movement m JOIN payment p ON p.id = m.payment_id
        ) part JOIN orders_order o ON o.id = part.order_id
        WHERE part.maker_id <> o.maker_id
        """,
    ),
    Invariant(
        "D1",
        "A line that is cancelled is a line of the cancelled order.",
        """
        SELECT DISTINCT o.number, 'its cancellation has a line of another order'
        FROM cancelled_line cl
        JOIN cancellation c ON c.id = cl.cancellation_id
        JOIN orders_line l ON l.id = cl.line_id
        JOIN orders_order o ON o.id = c.order_id
        WHERE l.order_id <> c.order_id
        """,
    ),
    Invariant(
        "D1",
        "What is said about an order is said between its maker and its buyer.",
        """
        SELECT DISTINCT o.number, 'a message about it is in another conversation'
        FROM message m
        JOIN conversation t ON t.id = m.conversation_id
        JOIN orders_order o ON o.id = m.order_id
        WHERE t.maker_id <> o.maker_id OR t.buyer_id <> o.buyer_id
        """,
    ),
    # Membership has no history: somebody who left every maker may have been a member of this one.
    Invariant(
        "D1",
        "A maker's decline was made by a member of that maker, or by support.",
        """
        SELECT o.number, 'declined by ' || person.name || ', a member of another maker'
        FROM cancellation c
        JOIN orders_order o ON o.id = c.order_id
        JOIN person ON person.id = c.by_id
        JOIN maker_member ON maker_member.user_id = person.id
        WHERE c.on_behalf_of = 'maker' AND maker_member.maker_id <> o.maker_id AND NOT person.is_support
        """,
    ),
    Invariant(
        "D1",
        "What goes to a webhook concerns whom it was added for.",
        """
        SELECT DISTINCT o.number, 'an event of it goes to a webhook of somebody else'
        FROM webhook_delivery d
        JOIN webhook_endpoint w ON w.id = d.endpoint_id
        JOIN history_event e ON e.entry_id = d.event_id
        JOIN history_entry h ON h.id = e.entry_id
        JOIN orders_order o ON o.id = h.order_id
        WHERE NOT w.for_support AND w.maker_id IS DISTINCT FROM e.maker_id AND w.buyer_id IS DISTINCT FROM e.buyer_id
        """,
    ),
)
