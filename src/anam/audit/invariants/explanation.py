"""D5: what the buyer reads, and what they never read."""

from anam.audit.invariants.invariant import Invariant

# An e-mail breaks its lines, and marks those that it quotes.
_WITHOUT_SPACES = "translate({}, E' \\t\\r\\n>', '')"

# Words that are older than the note cannot have come from it. A note that repeats the explanation hides nothing.
_NOTES = """
  SELECT c.order_id, c.at, o.number, c.note
  FROM cancellation c JOIN orders_order o ON o.id = c.order_id
  WHERE length(c.note) >= 10 AND position(c.note IN c.explanation) = 0
"""

EXPLANATION = (
    Invariant(
        "D5",
        "A maker's decline is explained, in as many words as its reason asks for and at most 1,000 characters.",
        """
        SELECT o.number, 'explained in ' || length(btrim(c.explanation)) || ' characters; its reason asks for '
               || greatest(r.least_words, 10) || ' to 1000'
        FROM cancellation c
        JOIN orders_order o ON o.id = c.order_id
        JOIN cancellation_reason r ON r.id = c.reason_id
        WHERE c.on_behalf_of = 'maker'
          AND length(btrim(c.explanation)) NOT BETWEEN greatest(r.least_words, 10) AND 1000
        """,
    ),
    Invariant(
        "D5",
        "The private note is in no message about the order.",
        f"""
        SELECT DISTINCT noted.number, 'its private note is in a message'
        FROM ({_NOTES}) noted JOIN message m ON m.order_id = noted.order_id
        WHERE m.sent_at >= noted.at AND position(noted.note IN m.body) > 0
        """,  # noqa: S608
    ),
    Invariant(
        "D5",
        "The private note is in nothing of the history that a buyer reads.",
        f"""
        SELECT DISTINCT noted.number, 'its private note is in the history that the buyer reads'
        FROM ({_NOTES}) noted JOIN history_entry e ON e.order_id = noted.order_id
        CROSS JOIN LATERAL (SELECT to_jsonb(noted.note)::text AS text) quoted
        WHERE e.at >= noted.at AND e.kind = ANY (%(buyer_reads)s)
          AND position(substr(quoted.text, 2, length(quoted.text) - 2) IN e.facts::text) > 0
        """,  # noqa: S608
    ),
    Invariant(
        "D5",
        "The private note is in no letter to the buyer.",
        f"""
        SELECT DISTINCT noted.number, 'its private note is in a letter to the buyer'
        FROM ({_NOTES}) noted
        JOIN history_entry e ON e.order_id = noted.order_id AND e.at >= noted.at
        JOIN history_notice n ON n.entry_id = e.id AND n.as_party = 'buyer'
        JOIN email ON email.key = 'entry:' || e.id || ':person:' || n.user_id
        WHERE position({_WITHOUT_SPACES.format("noted.note")} IN {_WITHOUT_SPACES.format("email.text")}) > 0
        """,  # noqa: S608
    ),
)
