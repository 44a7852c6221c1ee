"""M7: the movements of money, and what they come to."""

# ruff: noqa: S608 - fixed SQL, put together here

from anam.audit.tests.breaking.one import OPERATION, Break, ledger, moved

_SUMS = "The sums of a payment are those of its movements."
_HELD = "What a gateway holds for a payment is what its status says."
_THERE = "No more goes back, or is released, than is there."
_ONE = "Every operation that moved money has one movement, of the same money, and no other has any."
_IN_IT = "Every movement is in the ledger."
_REFUSES = "The database refuses to change or delete a movement."
_OF_DECLINED = f"m.{OPERATION.format('{declined}')}"

LEDGER = (
    Break(_SUMS, "UPDATE payment SET authorised = authorised + 1 WHERE order_id = {shipped}", "shipped"),
    Break(_HELD, moved("expired", "authorised", "accepted"), "accepted"),
    Break(_HELD, moved("voided", "1", "placed"), "placed"),
    Break(
        _HELD,  # released once more than there is: no other authorisation stands beside it
        "INSERT INTO payment_operation (payment_id, maker_id, kind, amount, key, generation, state, queued_at,"
        " closed_at, reference, confirmed_as, why) SELECT id, maker_id, 'release', 100, 'release-1', 1, 'refused',"
        " now(), now(), 'sb_other', '', '{{}}' FROM payment WHERE order_id = {placed}",
        "placed",
    ),
    Break(_SUMS, moved("dispute_won", "1", "shipped"), "shipped"),
    Break(
        _THERE,
        moved("disputed", "captured + 1", "shipped")
        + "; UPDATE payment SET disputed = captured + 1 WHERE order_id = {shipped}",
        "shipped",
    ),
    Break(_THERE, moved("voided", "1", "shipped"), "shipped"),
    Break(
        _ONE,
        ledger(
            f"UPDATE payment_movement SET operation_id = NULL, holder_object = 'sb_1' WHERE operation_id IS NOT NULL"
            f" AND {OPERATION.format('{declined}')}"
        ),
    ),
    Break(
        _ONE,
        "INSERT INTO payment_movement (payment_id, maker_id, operation_id, kind, moved, amount, currency,"
        " holder_object, reference, at) SELECT p.id, p.maker_id, i.id, 'voided', 'voided', i.amount, p.currency, '',"
        " '', now() FROM payment p JOIN payment_operation i ON i.payment_id = p.id WHERE p.order_id = {pending}",
        "pending",
    ),
    Break(
        _ONE,
        ledger(
            f"UPDATE payment_movement SET amount = amount - 1 WHERE operation_id IS NOT NULL"
            f" AND {OPERATION.format('{declined}')}"
        )
        + f"; {moved('voided', '1')}",
    ),
    Break(
        _ONE,
        ledger(
            f"UPDATE payment_movement SET currency = 'EUR' WHERE operation_id IS NOT NULL"
            f" AND {OPERATION.format('{declined}')}"
        ),
    ),
    Break(
        _IN_IT,
        f"DELETE FROM payment_movement_place USING payment_movement m WHERE m.id = movement_id AND {_OF_DECLINED}",
    ),
    Break(
        _IN_IT,
        f"UPDATE payment_movement_place SET maker_id = {{weaves}} FROM payment_movement m WHERE m.id = movement_id"
        f" AND {_OF_DECLINED}",
    ),
    Break(_REFUSES, "ALTER TABLE payment_movement DISABLE TRIGGER payment_movement_stays", "the database"),
    Break(_REFUSES, "DROP TRIGGER payment_movement_has_a_place ON payment_movement", "the database"),
    Break(_REFUSES, "DROP TRIGGER payment_movement_is_not_emptied ON payment_movement", "the database"),
)
