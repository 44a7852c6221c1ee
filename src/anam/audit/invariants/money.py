"""D8, M2, M3: nothing is kept, and what we say about money is so."""

from anam.audit.invariants.invariant import Invariant

_WHOSE = "coalesce(o.number, 'payment ' || p.id)"

MONEY = (
    Invariant(
        "D8",
        "What an order costs is what its lines cost.",
        """
        SELECT o.number, 'its goods come to ' || coalesce(l.total, 0) || ', and it says ' || o.items_total
        FROM orders_order o
        LEFT JOIN (SELECT order_id, sum(quantity * unit_price) AS total FROM orders_line GROUP BY order_id) l
          ON l.order_id = o.id
        WHERE o.items_total <> coalesce(l.total, 0)
        """,
    ),
    # A payment that failed never held anything. What was cancelled elsewhere is settled elsewhere: we ask nothing.
    Invariant(
        "D8",
        "The money of an order that was cancelled goes back, or has gone.",
        """
        SELECT o.number, 'it is ' || o.status || ', and its money is ' || p.status
        FROM orders_order o JOIN payment p ON p.order_id = o.id
        WHERE o.status IN ('declined', 'cancelled')
          AND p.status NOT IN ('none', 'failed', 'void_pending', 'voided', 'refund_pending', 'refunded', 'expired')
          AND NOT EXISTS (SELECT FROM cancellation c
                          WHERE c.order_id = o.id AND c.final AND (c.effects ->> 'elsewhere')::bool)
        """,
    ),
    Invariant(
        "D8",
        "What was cancelled elsewhere moves no money here.",
        """
        SELECT o.number, 'it was cancelled elsewhere, and a ' || i.kind || ' was begun'
        FROM payment_operation i
        JOIN cancellation c ON c.id = i.cancellation_id
        JOIN orders_order o ON o.id = c.order_id
        WHERE (c.effects ->> 'elsewhere')::bool
        """,
    ),
    # What an imported order had given back before it came to us, nobody heard of from us; nor what went back at the
    # gateway before it was asked.
    Invariant(
        "D8",
        "Money is said to be going back while nobody has confirmed it, and to be back once somebody has.",
        f"""
        SELECT DISTINCT {_WHOSE}, 'its money is ' || p.status || ', and the '
               || CASE WHEN i.id IS NULL THEN 'holder was never asked' ELSE i.kind || ' is ' || i.state END
        FROM payment p
        LEFT JOIN orders_order o ON o.id = p.order_id
        LEFT JOIN LATERAL (
          SELECT id, kind, state, refund_id, state IN ('done', 'recorded_manually') AS moved FROM payment_operation
          WHERE payment_id = p.id AND kind IN ('void', 'refund') AND state <> 'superseded'
          ORDER BY moved, id DESC LIMIT 1
        ) i ON true
        LEFT JOIN cancellation c ON c.order_id = o.id AND c.final
        WHERE CASE WHEN i.id IS NULL THEN
                p.status IN ('void_pending', 'refund_pending')
                OR (p.status IN ('voided', 'refunded') AND coalesce(o.source, 'checkout') = 'checkout'
                    AND NOT EXISTS (SELECT FROM payment_movement m
                                    WHERE m.payment_id = p.id AND m.operation_id IS NULL
                                      AND m.moved IN ('refunded', 'disputed')))
              WHEN i.kind = 'refund' AND c.id IS NULL AND o.id IS NOT NULL AND p.status = 'captured' THEN false
              WHEN i.kind = 'refund' AND i.refund_id IS NOT NULL AND p.status = 'captured'
                AND (c.effects ->> 'elsewhere')::bool THEN false
              ELSE p.status <> CASE WHEN NOT i.moved THEN i.kind || '_pending'
                               WHEN i.kind = 'void' THEN 'voided' ELSE 'refunded' END END
        """,  # noqa: S608
    ),
    Invariant(
        "D8",
        "What the gateway has not confirmed after ten minutes is being retried.",
        f"""
        SELECT {_WHOSE}, 'nobody is retrying its ' || i.kind
        FROM payment_operation i
        JOIN payment p ON p.id = i.payment_id
        LEFT JOIN orders_order o ON o.id = p.order_id
        WHERE i.state IN ('queued', 'sent', 'processing', 'unknown') AND i.kind <> 'authorise'
          AND p.holder <> 'external' AND i.queued_at < clock_timestamp() - interval '10 minutes'
          AND NOT EXISTS (
            SELECT FROM procrastinate_jobs job
            WHERE job.task_name = 'payments.execute_operation' AND job.status IN ('todo', 'doing')
              AND job.args ->> 'operation_id' = i.id::text
          )
        """,  # noqa: S608
    ),
    # An imported payment may have been refunded in part before: then the rest goes back. So it is with what went back
    # at the gateway unasked; and what a bank has taken back, nobody gives back beside it.
    Invariant(
        "D8",
        "Money goes back whole.",
        f"""
        SELECT DISTINCT {_WHOSE}, 'of ' || p.authorised || ' authorised and ' || p.captured || ' captured, '
               || coalesce(asked.voided, 0) || ' is released, ' || p.refund_pending || ' is to go back and '
               || p.refunded || ' is refunded'
        FROM payment p
        LEFT JOIN orders_order o ON o.id = p.order_id
        LEFT JOIN (
          SELECT payment_id, sum(CASE moved WHEN 'refunded' THEN amount ELSE -amount END) AS amount
          FROM payment_movement WHERE operation_id IS NULL AND moved IN ('refunded', 'refund_failed')
          GROUP BY payment_id
        ) unasked ON unasked.payment_id = p.id
        LEFT JOIN (
          SELECT payment_id, max(amount) FILTER (WHERE kind = 'void' AND state <> 'superseded') AS voided,
                 coalesce(sum(amount) FILTER (WHERE kind = 'refund' AND state NOT IN ('done', 'recorded_manually',
                                              'superseded')), 0) AS open,
                 coalesce(sum(amount) FILTER (WHERE kind = 'refund' AND state IN ('done', 'recorded_manually')), 0)
                   AS done
          FROM payment_operation GROUP BY payment_id
        ) asked ON asked.payment_id = p.id
        WHERE (asked.voided IS NOT NULL AND (asked.voided <> p.authorised OR p.captured <> 0))
           OR p.refund_pending <> coalesce(asked.open, 0)
           OR p.refunded <> coalesce(asked.done, 0) + coalesce(unasked.amount, 0)
           OR (p.status IN ('refund_pending', 'refunded') AND p.refunded + p.refund_pending + p.disputed < p.captured)
           OR (p.status = 'refunded' AND p.refund_pending <> 0)
        """,  # noqa: S608
    ),
    # Or, where those came to nothing, what was taken at the gateway unasked: it is taken once.
    Invariant(
        "D8",
        "What was taken is what its operations took.",
        f"""
        SELECT {_WHOSE}, 'it says ' || p.captured || ' captured, and its operations took ' || took.amount
        FROM payment p
        JOIN (
          SELECT payment_id, coalesce(sum(amount) FILTER (WHERE state IN ('done', 'recorded_manually')), 0) AS amount
          FROM payment_operation WHERE kind = 'capture' GROUP BY payment_id
        ) took ON took.payment_id = p.id
        LEFT JOIN orders_order o ON o.id = p.order_id
        WHERE p.captured <> took.amount AND (took.amount > 0 OR p.captured <> (
          SELECT coalesce(sum(amount), 0) FROM payment_movement m
          WHERE m.payment_id = p.id AND m.operation_id IS NULL AND m.moved = 'captured'
        ))
        """,  # noqa: S608
    ),
    # What failed later, or was corrected, had moved when it was told: the ledger has it.
    Invariant(
        "M2",
        "Nobody was told that money moved before its holder or somebody had confirmed it.",
        """
        SELECT o.number, e.kind || ' was told, and the operation is ' || coalesce(i.state, 'not there')
        FROM history_entry e
        JOIN orders_order o ON o.id = e.order_id
        LEFT JOIN payment_operation i ON i.id = (e.facts ->> 'operation_id')::bigint
        WHERE (e.kind IN ('payment_voided', 'payment_refunded', 'part_refunded', 'payment_confirmed')
               AND (i.state IN ('done', 'failed', 'recorded_manually')
                    OR EXISTS (SELECT FROM payment_movement m WHERE m.operation_id = i.id
                                 AND m.kind IN ('captured', 'voided', 'refunded', 'manual'))) IS NOT TRUE)
           OR (e.kind = 'payment_confirmed' AND i.confirmed_by_id IS NULL)
        """,
    ),
    Invariant(
        "M2",
        "What another system holds is done only where somebody has said so, and how it can be found.",
        f"""
        SELECT {_WHOSE}, 'its ' || i.kind || ' is ' || i.state || CASE WHEN i.confirmed_by_id IS NULL
               THEN ', and nobody said so' ELSE ', without a reference' END
        FROM payment_operation i
        JOIN payment p ON p.id = i.payment_id
        LEFT JOIN orders_order o ON o.id = p.order_id
        WHERE p.holder = 'external' AND i.state NOT IN ('queued', 'superseded')
          AND (i.confirmed_by_id IS NULL OR (i.state = 'done' AND i.reference = ''))
        """,  # noqa: S608
    ),
    # And once more for what has come back to us: a refund made there that failed, a dispute that was won.
    Invariant(
        "D8",
        "The gateway is asked once for each cancellation or refund to give money back.",
        f"""
        SELECT {_WHOSE}, twice.n || ' operations to give its money back'
        FROM (
          SELECT i.payment_id, count(*) AS n FROM payment_operation i JOIN payment p ON p.id = i.payment_id
          WHERE i.kind IN ('void', 'refund') AND i.state <> 'superseded' AND p.holder <> 'external'
          GROUP BY i.payment_id, i.cancellation_id, i.refund_id HAVING count(*) > 1 + (
            SELECT count(*) FROM payment_movement m
            WHERE m.payment_id = i.payment_id AND m.operation_id IS NULL
              AND m.moved IN ('refund_failed', 'dispute_won')
          )
        ) twice
        JOIN payment p ON p.id = twice.payment_id
        LEFT JOIN orders_order o ON o.id = p.order_id
        """,  # noqa: S608
    ),
    Invariant(
        "D8",
        "What was cancelled of an order in parts is what it says, and its money goes back, or is not taken.",
        f"""
        SELECT {_WHOSE}, 'parts worth ' || coalesce(gone.amount, 0) || ' were cancelled, it says ' || o.removed
               || '; ' || coalesce(p.captured, 0) || ' was taken'
        FROM orders_order o
        LEFT JOIN (
          SELECT order_id, sum(amount) AS amount FROM cancellation WHERE NOT final GROUP BY order_id
        ) gone ON gone.order_id = o.id
        LEFT JOIN payment p ON p.order_id = o.id
        WHERE o.removed <> coalesce(gone.amount, 0)
           OR (o.removed > 0 AND p.status = 'captured' AND o.shipped_at IS NULL
               AND p.captured - p.refunded - p.refund_pending - p.disputed > greatest(p.authorised - o.removed, 0))
        """,  # noqa: S608
    ),
    # What another system is to charge, perhaps nobody ever says that it did; and that a record was wrong, somebody may
    # say later.
    Invariant(
        "M11",
        "No order is completed before a gateway has taken its money.",
        """
        SELECT o.number, 'it is completed, and its capture of ' || i.amount || ' is ' || i.state
        FROM payment_operation i
        JOIN payment p ON p.id = i.payment_id AND p.holder <> 'external'
        JOIN orders_order o ON o.id = p.order_id
        WHERE o.status = 'completed' AND i.kind = 'capture'
          AND i.state NOT IN ('done', 'recorded_manually', 'superseded')
          AND NOT EXISTS (SELECT FROM payment_movement m WHERE m.payment_id = p.id AND m.moved = 'capture_failed'
                            AND m.recorded_at >= o.completed_at)
        """,
    ),
    Invariant(
        "M5",
        "What is taken of an order that shipped is what was due, with what its shipping cost in fact.",
        """
        SELECT o.number, taken.amount || ' is taken, and ' || due.amount || ' is due'
        FROM orders_order o
        JOIN payment p ON p.order_id = o.id
        CROSS JOIN LATERAL (
          SELECT least(p.authorised, o.items_total - o.discount + o.tax + coalesce(o.shipping_charged, o.shipping)
                                     - o.removed) AS amount
        ) due
        JOIN LATERAL (
          SELECT CASE p.status WHEN 'authorised' THEN sum(amount) ELSE p.captured END AS amount FROM payment_operation
          WHERE payment_id = p.id AND kind = 'capture' AND state NOT IN ('superseded', 'refused') HAVING count(*) > 0
        ) taken ON true
        WHERE o.shipped_at IS NOT NULL AND taken.amount <> due.amount
        """,
    ),
    # But for what somebody did by hand: no gateway has that.
    Invariant(
        "D8",
        "What is settled is settled in the sandbox gateway's own books.",
        f"""
        SELECT DISTINCT {_WHOSE}, 'its money is ' || p.status || ', and the gateway '
               || CASE WHEN s.id IS NULL THEN 'knows of none' ELSE 'holds ' || CASE WHEN s.voided THEN 0
                       ELSE s.authorised END || ', took ' || s.captured || ' and gave ' || s.refunded || ' back' END
        FROM payment p
        LEFT JOIN orders_order o ON o.id = p.order_id
        LEFT JOIN sandbox_charge s ON s.reference = p.gateway_reference
        LEFT JOIN LATERAL (
          SELECT coalesce(sum(m.amount) FILTER (WHERE m.moved = 'captured'), 0) AS captured,
                 coalesce(sum(m.amount) FILTER (WHERE m.moved = 'refunded'), 0) AS refunded,
                 coalesce(bool_or(m.moved = 'voided'), false) AS voided
          FROM payment_movement m JOIN payment_operation i ON i.id = m.operation_id
          WHERE m.payment_id = p.id AND m.kind = 'manual' AND i.state = 'recorded_manually'
        ) by_hand ON true
        WHERE p.holder = 'sandbox' AND CASE
            WHEN p.status = 'voided' THEN ((s.voided OR by_hand.voided) AND s.captured = 0) IS NOT TRUE
            WHEN p.status = 'refunded' OR (p.status = 'captured' AND EXISTS (
                SELECT FROM payment_operation i WHERE i.payment_id = p.id AND i.kind = 'capture' AND i.state = 'done'
              )) THEN
              (s.captured = p.captured - by_hand.captured
               AND s.refunded BETWEEN p.refunded - by_hand.refunded AND p.refunded - by_hand.refunded + p.refund_pending
               AND NOT s.voided) IS NOT TRUE
            ELSE false END
        """,  # noqa: S608
    ),
    Invariant(
        "D8",
        "No two payments are one at the gateway.",
        f"""
        SELECT {_WHOSE}, 'its payment is shared: ' || p.gateway_reference
        FROM payment p
        JOIN (
          SELECT holder, gateway_reference FROM payment WHERE gateway_reference <> ''
          GROUP BY holder, gateway_reference HAVING count(*) > 1
        ) shared USING (holder, gateway_reference)
        LEFT JOIN orders_order o ON o.id = p.order_id
        """,  # noqa: S608
    ),
)
