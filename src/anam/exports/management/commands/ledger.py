from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from anam.exports.cells import csv_lines
from anam.exports.movements import MOVEMENTS, movement_row, movements_of
from anam.orders.payments.makers_money import sums_of
from anam.orders.payments.period import Period
from anam.payments.management.days import day
from anam.payments.models import PaymentMovement
from anam.people.models import Maker
from anam.words import count, money


class Command(BaseCommand):
    help = "Print every movement of a maker's money, the oldest first, and what they are due in all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--maker", required=True, metavar="SLUG", help="whose, as in byrne-ceramics")
        parser.add_argument("--since", type=day, metavar="DATE", help="only what happened since then (UTC)")
        parser.add_argument("--csv", action="store_true", help="as a table for spreadsheets, money in minor units")

    def handle(self, *, maker: str, since: datetime | None, csv: bool, **_: Any) -> None:
        whose = Maker.objects.filter(slug=maker).first()
        if whose is None:
            raise CommandError(f"There is no maker “{maker}”.")
        rows = movements_of(whose, since=since)
        if csv:
            for line in csv_lines(MOVEMENTS.header, MOVEMENTS.rows(movement_row(row) for row in rows)):
                self.stdout.write(line, ending="")
            return
        number = 0
        for row in rows:
            number += 1
            self.stdout.write(_line(row))
        self.stdout.write(f"{count(number, 'movement')}.")
        self._sums(whose)

    def _sums(self, maker: Maker) -> None:
        """Of all times, whatever was asked for: what is due does not begin anew."""
        for one in sums_of(maker, Period()):
            back = f"charged {money(one.charged, one.currency)}, went back {money(one.went_back, one.currency)}"
            if one.held_by:
                self.stdout.write(f"{one.currency}, held by {one.held_by}: {back}. Nothing of it is due from here.")
            else:
                disputed = f", disputed {money(one.disputed, one.currency)}" if one.disputed else ""
                self.stdout.write(f"{one.currency}: {back}{disputed}; due {money(one.due, one.currency)}.")


def _line(row: PaymentMovement) -> str:
    payment = row.payment
    what = row.get_kind_display() if row.kind == row.moved else f"{row.get_moved_display()} by hand"
    where = f"held by {payment.holder_name}" if payment.holder_name else payment.holder_label
    told = [f"{row.at:%Y-%m-%d %H:%M}", payment.order.number if payment.order else "no order", what]
    return "  ".join([*told, money(row.amount, row.currency), where, row.reference or row.holder_object])
