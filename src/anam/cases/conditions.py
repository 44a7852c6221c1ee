"""What is asked of a case in Python (`Case`), by the ORM (`CaseQuerySet`) and, here, in SQL: of a row of support_case.

tests/test_conditions.py holds the forms together.
"""

ESCALATIONS = ("tell_buyer", "late_decline")  # kinds that ask support to decline an order for its maker (D6)
IS_OPEN = "closed_at IS NULL"
IS_OPEN_ESCALATION = f"({IS_OPEN} AND kind IN ({', '.join(f"'{kind}'" for kind in ESCALATIONS)}))"


def is_late_sql(at: str) -> str:
    """Nobody has answered it in time, at a moment of SQL."""
    return f"({IS_OPEN} AND answered_at IS NULL AND answer_by <= {at})"
