"""How the case of an escalation closes itself when its order moves on (D6): part of a statement of orders.

The pieces of one statement stand each with the app whose tables it writes; orders/escalation/supersede.py puts them
together, so that the order and its case move as one (D7).
"""

from anam.cases.conditions import IS_OPEN, IS_OPEN_ESCALATION

# Of the order `order`, at `at`, by `by`; `how` is what happened, by a code of cases.sentences.ENDINGS, as JSON, and
# `requests` whether the case of a request that nobody answered closes as well. `only_if` is a condition of the
# statement around it.
SUPERSEDE_CASES = f"""
overtaken_case AS (
  UPDATE support_case SET outcome = 'overtaken', closed_because = %(how)s::jsonb,
         closed_at = greatest(%(at)s::timestamptz, opened_at),
         closed_by_id = %(by)s::bigint
  WHERE order_id = %(order)s::bigint
    AND ({IS_OPEN_ESCALATION} OR ({IS_OPEN} AND kind = 'request' AND %(requests)s::bool)) {{only_if}}
  RETURNING id, closed_at
), overtaken_case_entry AS (
  INSERT INTO support_case_entry (case_id, kind, side, author_id, "to", body, event, at)
  SELECT id, 'event', 'anam', %(by)s::bigint, '', '',
         jsonb_build_object('code', 'closed_by_itself', 'because', %(how)s::jsonb), closed_at
  FROM overtaken_case
)"""  # noqa: S608 - nothing but our own words
