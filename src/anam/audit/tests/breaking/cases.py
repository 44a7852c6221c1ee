"""D6: the escalation to support."""

# ruff: noqa: S608 - fixed SQL, put together here

from anam.audit.tests.breaking.one import Break

_DECLINED = "What support declined was declined in the maker's name, with what was judged when it was asked."
_TOLD = "Before support declined, the buyer was told, after the order was placed, by whoever says so."
_CLOSED_ONCE = "A case is closed once, and says how."
_STAYS = "ALTER TABLE support_case_entry {} TRIGGER USER"

CASES = (
    Break(
        "An order that support is asked to decline still goes on.",
        "UPDATE support_case SET closed_at = NULL, outcome = '' WHERE order_id = {road_shipped}",
        "road_shipped",
    ),
    Break(_DECLINED, "UPDATE support_case SET explanation = explanation || '!' WHERE order_id = {told}", "told"),
    Break(_DECLINED, "UPDATE support_case SET in_time = true WHERE order_id = {late};"
                     " UPDATE support_case SET opened_at = opened_at - interval '20 hours' WHERE order_id = {late}",
          "late"),
    Break(
        "Support declines for a maker only where a case asked for it.",
        "UPDATE cancellation SET by_id = {sam} WHERE order_id = {declined}",
    ),
    Break(
        _TOLD,
        "UPDATE support_case SET told_at = closed_at + interval '1 microsecond' WHERE order_id = {told}",
        "told",
    ),
    Break(
        _TOLD,
        "UPDATE support_case c SET told_at = o.placed_at - interval '1 microsecond' FROM orders_order o"
        " WHERE o.id = c.order_id AND o.id = {told}",
        "told",
    ),
    Break(
        "Whether a request came in time is what the clock said when it was made.",
        "UPDATE support_case SET in_time = false WHERE order_id = {road_open}",
        "road_open",
    ),
    Break(
        "The lead of support is told of what nobody answered, and of nothing else.",
        "UPDATE support_case SET escalated_at = answer_by - interval '1 microsecond' WHERE order_id = {road_open}",
        "road_open",
    ),
    Break(
        _CLOSED_ONCE,
        f"{_STAYS.format('DISABLE')}; DELETE FROM support_case_entry WHERE event ->> 'code' LIKE 'closed%%'"
        f" AND case_id = (SELECT id FROM support_case WHERE order_id = {{road_refused}}); {_STAYS.format('ENABLE')}",
        "road_refused",
    ),
)  # fmt: skip
