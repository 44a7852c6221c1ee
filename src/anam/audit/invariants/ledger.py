"""M7: every movement of money is in the ledger, once, and its sums are what payments say (M6)."""

from anam.audit.invariants.invariant import Invariant

_WHOSE = "coalesce(o.number, 'payment ' || p.id)"
_SUMS = """
  SELECT payment_id,
         coalesce((array_agg(amount ORDER BY id DESC) FILTER (WHERE moved = 'authorised' AND NOT EXISTS (
           SELECT FROM payment_operation i
           WHERE i.payment_id = m.payment_id AND i.kind = 'release' AND i.reference = m.reference
             AND i.state <> 'superseded'
         )))[1], 0) AS authorised,
         coalesce(sum(CASE moved WHEN 'captured' THEN amount WHEN 'capture_failed' THEN -amount END), 0) AS captured,
         coalesce(sum(CASE moved WHEN 'refunded' THEN amount WHEN 'refund_failed' THEN -amount END), 0) AS refunded,
         coalesce(sum(CASE moved WHEN 'disputed' THEN amount WHEN 'dispute_won' THEN -amount END), 0) AS disputed,
         coalesce(sum(CASE WHEN moved IN ('authorised', 'capture_failed') THEN amount
                           WHEN moved IN ('captured', 'voided', 'expired')
                           THEN -amount END), 0) AS held,
         coalesce(bool_or(kind = 'manual' AND moved = 'captured'), false) AS taken_by_hand
  FROM payment_movement m GROUP BY payment_id
"""

LEDGER = (
    # An authorisation that is asked for again stands in the place of one that has ended, or is released: of those that
    # are not the last one counts.
    Invariant(
        "M7",
        "The sums of a payment are those of its movements.",
        f"""
        SELECT {_WHOSE}, 'it says ' || p.authorised || ' authorised, ' || p.captured || ' captured, ' || p.refunded
               || ' refunded and ' || p.disputed || ' disputed, and its movements ' || coalesce(m.authorised, 0)
               || ', ' || coalesce(m.captured, 0) || ', ' || coalesce(m.refunded, 0) || ' and '
               || coalesce(m.disputed, 0)
        FROM payment p
        LEFT JOIN ({_SUMS}) m ON m.payment_id = p.id
        LEFT JOIN orders_order o ON o.id = p.order_id
        WHERE (p.authorised, p.captured, p.refunded, p.disputed) <> (coalesce(m.authorised, 0),
              coalesce(m.captured, 0), coalesce(m.refunded, 0), coalesce(m.disputed, 0))
        """,  # noqa: S608
    ),
    # What a gateway refused to take and somebody took by hand, the gateway may still hold: support sees to that. What
    # another system releases, nobody may ever say. What is to be released is either still held, or is no more; what
    # another authorisation stands in the place of is held until it is released.
    Invariant(
        "M7",
        "What a gateway holds for a payment is what its status says.",
        f"""
        SELECT {_WHOSE}, 'its money is ' || p.status || ', and by its movements ' || m.held || ' is held'
        FROM payment p
        JOIN ({_SUMS}) m ON m.payment_id = p.id
        LEFT JOIN orders_order o ON o.id = p.order_id
        WHERE p.holder <> 'external' AND NOT m.taken_by_hand AND p.status <> 'void_pending' AND m.held >= 0
          AND m.held <> CASE p.status WHEN 'authorised' THEN p.authorised ELSE 0 END + (
            SELECT coalesce(sum(amount), 0) FROM payment_operation
            WHERE payment_id = p.id AND kind = 'release' AND state NOT IN ('done', 'recorded_manually', 'superseded')
          )
        """,  # noqa: S608
    ),
    # A bank takes back what is disputed whatever was refunded before.
    Invariant(
        "M7",
        "No more goes back, or is released, than is there.",
        f"""
        SELECT {_WHOSE}, 'by its movements ' || m.held || ' is held, ' || m.captured || ' was taken, ' || m.refunded
               || ' went back and ' || m.disputed || ' is disputed'
        FROM ({_SUMS}) m
        JOIN payment p ON p.id = m.payment_id
        LEFT JOIN orders_order o ON o.id = p.order_id
        WHERE m.refunded > m.captured OR m.disputed > m.captured OR m.refunded < 0
           OR (m.held < 0 AND NOT m.taken_by_hand)
        """,  # noqa: S608
    ),
    # A refund that failed, or a record that was corrected, has a movement there and one back; the rest of an
    # authorisation goes with its capture.
    Invariant(
        "M7",
        "Every operation that moved money has one movement, of the same money, and no other has any.",
        f"""
        SELECT {_WHOSE}, 'its ' || i.kind || ' of ' || i.amount || ' is ' || i.state || ', and '
               || coalesce(m.n, 0) || ' movements say so'
               || CASE WHEN m.others THEN ', of other money' ELSE '' END
        FROM payment_operation i
        JOIN payment p ON p.id = i.payment_id
        LEFT JOIN orders_order o ON o.id = p.order_id
        JOIN (VALUES ('authorise', 'authorised'), ('capture', 'captured'), ('void', 'voided'), ('refund', 'refunded'),
                     ('release', 'voided'))
          did (operation, moved) ON did.operation = i.kind
        LEFT JOIN LATERAL (
          SELECT sum(CASE WHEN kind IN ('refund_failed', 'corrected') THEN -1 ELSE 1 END) AS n,
                 bool_or(payment_id <> p.id OR amount <> i.amount OR currency <> p.currency
                         OR NOT (moved = did.moved OR kind = 'corrected'
                                 OR (kind, did.operation) = ('refund_failed', 'refund'))) AS others
          FROM payment_movement WHERE operation_id = i.id AND NOT (i.kind = 'capture' AND kind = 'voided')
        ) m ON true
        WHERE coalesce(m.n, 0) <> CASE WHEN i.state IN ('done', 'recorded_manually') THEN 1 ELSE 0 END OR m.others
        """,  # noqa: S608
    ),
    Invariant(
        "M7",
        "Every movement is in the ledger.",
        f"""
        SELECT DISTINCT {_WHOSE}, 'the ledger does not have all of its movements'
        FROM payment_movement m
        JOIN payment p ON p.id = m.payment_id
        LEFT JOIN orders_order o ON o.id = p.order_id
        WHERE NOT EXISTS (
          SELECT FROM payment_movement_place place WHERE place.movement_id = m.id AND place.maker_id = m.maker_id
        )
        """,  # noqa: S608
    ),
    Invariant(
        "M7",
        "The database refuses to change or delete a movement.",
        """
        SELECT 'the database', 'the trigger ' || wanted.name || ' is missing or switched off'
        FROM (VALUES ('payment_movement_stays'), ('payment_movement_is_not_emptied'),
                     ('payment_movement_has_a_place')) wanted (name)
        WHERE NOT EXISTS (
          SELECT FROM pg_trigger t
          WHERE t.tgrelid = 'payment_movement'::regclass AND t.tgname = wanted.name AND t.tgenabled IN ('O', 'A')
        )
        """,
    ),
)
