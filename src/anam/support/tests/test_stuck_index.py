"""What is stuck is found by an index of what is not done, never by reading every operation there has been."""

import pytest
from django.db import connection

from anam.clock import database_now
from anam.support.stuck import stuck_operations


@pytest.mark.django_db
def test_stuck_payments_are_found_by_their_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "operation_not_done" in stuck_operations(database_now()).explain()
