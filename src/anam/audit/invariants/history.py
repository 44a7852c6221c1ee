"""D10 and D12: everybody is told, and everything is on record, for good."""

from anam.audit.invariants.invariant import Invariant

HISTORY = (
    Invariant(
        "D10",
        "The buyer's members are told of a decline.",
        """
        SELECT o.number, 'nobody of ' || buyer.name || ' was told of the decline'
        FROM history_entry e
        JOIN orders_order o ON o.id = e.order_id
        JOIN buyer ON buyer.id = o.buyer_id
        JOIN cancellation c ON c.order_id = o.id AND c.final AND c.on_behalf_of = 'maker'
        WHERE e.kind = 'declined'
          AND EXISTS (
            SELECT FROM buyer_member JOIN person ON person.id = buyer_member.user_id
            WHERE buyer_member.buyer_id = o.buyer_id AND person.joined_at < e.at
          )
          AND NOT EXISTS (SELECT FROM history_notice n WHERE n.entry_id = e.id AND n.as_party = 'buyer')
        """,
    ),
    Invariant(
        "D12",
        "The history of an order begins with its placing.",
        """
        SELECT o.number, 'its history does not say that it was placed'
        FROM orders_order o
        WHERE NOT EXISTS (SELECT FROM history_entry e WHERE e.order_id = o.id AND e.kind = 'placed')
        """,
    ),
    # What was accepted in the other system has no entry here.
    Invariant(
        "D12",
        "What an order went through is in its history.",
        """
        SELECT o.number, 'its history does not say that it was ' || went.kind
        FROM orders_order o
        CROSS JOIN LATERAL (
          VALUES ('accepted', o.accepted_at), ('shipped', o.shipped_at), ('completed', o.completed_at)
        ) went (kind, at)
        WHERE went.at IS NOT NULL AND (went.kind <> 'accepted' OR o.source = 'checkout')
          AND NOT EXISTS (SELECT FROM history_entry e WHERE e.order_id = o.id AND e.kind = went.kind)
        """,
    ),
    Invariant(
        "D12",
        "The history names the policy that the order was placed under.",
        """
        SELECT DISTINCT o.number, 'its history names the policy ' || e.policy_id || ', not ' || o.policy_id
        FROM history_entry e JOIN orders_order o ON o.id = e.order_id
        WHERE e.policy_id <> o.policy_id
        """,
    ),
    # But for an acceptance that was undone within seconds, of which nobody is told.
    Invariant(
        "D12",
        "Every entry of the history is in the feed.",
        """
        SELECT DISTINCT o.number, 'the feed of events does not have all of its history'
        FROM history_entry e JOIN orders_order o ON o.id = e.order_id
        WHERE NOT EXISTS (
          SELECT FROM history_event f
          WHERE f.entry_id = e.id AND f.maker_id = o.maker_id AND f.buyer_id = o.buyer_id
        ) AND e.kind <> 'unaccepted' AND NOT (e.kind = 'accepted' AND EXISTS (
          SELECT FROM history_entry undone
          WHERE undone.order_id = e.order_id AND undone.kind = 'unaccepted' AND undone.id > e.id
        ))
        """,
    ),
    Invariant(
        "D12",
        "The database refuses to change or delete the history of orders and products.",
        """
        SELECT 'the database', 'the trigger ' || wanted.name || ' is missing or switched off'
        FROM (VALUES ('history_entry', 'history_entry_stays'), ('history_entry', 'history_entry_is_not_emptied'),
                     ('history_entry', 'history_entry_is_an_event'), ('product_change', 'product_change_stays'),
                     ('product_change', 'product_change_is_not_emptied')) wanted (of, name)
        WHERE NOT EXISTS (
          SELECT FROM pg_trigger t
          WHERE t.tgrelid = wanted.of::regclass AND t.tgname = wanted.name AND t.tgenabled IN ('O', 'A')
        )
        """,
    ),
)
