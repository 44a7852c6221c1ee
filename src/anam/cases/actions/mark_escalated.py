from anam.cases.conditions import is_late_sql
from anam.cases.models import Case
from anam.sql import fetch_values

_LATE = f"""
UPDATE support_case SET escalated_at = statement_timestamp()
WHERE escalated_at IS NULL AND {is_late_sql("statement_timestamp()")}
RETURNING id
"""  # noqa: S608 - nothing but our own words


def mark_escalated() -> list[Case]:
    """The cases that nobody has answered in time, by their age, each once: from now on support's lead knows (D6)."""
    late = fetch_values(_LATE)
    return list(Case.objects.filter(pk__in=late).select_related("assigned_to").order_by("id")) if late else []
