"""D3 and D4: the buyer was told first, and who may write first."""

from anam.audit.invariants.invariant import Invariant

CONTACT = (
    Invariant(
        "D3",
        "Before a maker's decline, and after placing, the buyer was told.",
        """
        SELECT o.number,
               CASE WHEN o.contacted_at IS NULL THEN 'declined, and the buyer was never told'
                    WHEN o.contacted_at < o.placed_at THEN 'the contact is older than the order'
                    ELSE 'declined before the buyer was told' END
        FROM cancellation c JOIN orders_order o ON o.id = c.order_id
        WHERE c.on_behalf_of = 'maker'
          AND (o.contacted_at IS NULL OR o.contacted_at < o.placed_at OR o.contacted_at > c.at)
        """,
    ),
    Invariant(
        "D3",
        "A contact says when and how.",
        """
        SELECT o.number, 'contacted without a time, or without a way'
        FROM orders_order o WHERE (o.contacted_at IS NULL) <> (o.contacted_how = '')
        """,
    ),
    Invariant(
        "D3",
        "A contact by message has its message: the maker's, about this order, after it was placed.",
        """
        SELECT DISTINCT o.number, 'no message proves that the buyer was told'
        FROM orders_order o
        LEFT JOIN cancellation c ON c.order_id = o.id AND c.on_behalf_of = 'maker'
        WHERE o.contacted_how = 'message' AND NOT EXISTS (
          SELECT FROM message m
          WHERE m.order_id = o.id AND m.side = 'maker' AND m.kind = 'letter'
            AND m.sent_at >= o.placed_at AND (c.at IS NULL OR m.sent_at <= c.at)
        )
        """,
    ),
    # The explanation of a decline opens a conversation by itself, where support has told the buyer.
    Invariant(
        "D4",
        "A maker writes only to a buyer who wrote before, or where the order's own policy allows it.",
        """
        SELECT DISTINCT coalesce(o.number, 'the conversation of ' || maker.slug || ' and ' || buyer.slug),
               'the maker wrote to a buyer who had not written'
        FROM message m
        JOIN conversation t ON t.id = m.conversation_id
        JOIN maker ON maker.id = t.maker_id
        JOIN buyer ON buyer.id = t.buyer_id
        LEFT JOIN (
          SELECT conversation_id, min(sent_at) AS at FROM message WHERE side = 'buyer' GROUP BY conversation_id
        ) wrote ON wrote.conversation_id = t.id
        LEFT JOIN orders_order o ON o.id = m.order_id
        LEFT JOIN policy ON policy.id = o.policy_id
        WHERE m.side = 'maker' AND m.kind = 'letter' AND (wrote.at IS NULL OR wrote.at > m.sent_at)
          AND policy.makers_may_start_conversations IS NOT TRUE
        """,
    ),
    Invariant(
        "D4",
        "A conversation says that the buyer wrote where they did, and only there.",
        """
        SELECT 'the conversation of ' || maker.slug || ' and ' || buyer.slug,
               CASE WHEN t.buyer_wrote_at IS NULL THEN 'the buyer wrote, and it does not say so'
                    ELSE 'it says that the buyer wrote, who did not' END
        FROM conversation t
        JOIN maker ON maker.id = t.maker_id
        JOIN buyer ON buyer.id = t.buyer_id
        LEFT JOIN (SELECT DISTINCT conversation_id FROM message WHERE side = 'buyer') wrote
          ON wrote.conversation_id = t.id
        WHERE (t.buyer_wrote_at IS NULL) <> (wrote.conversation_id IS NULL)
        """,
    ),
)
