import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration


# Apart from the first, because foreign keys go in a circle: cases name orders, and these name cases.
class Migration(InitialMigration):
    dependencies = [
        ("cases", "0001_initial"),
        ("orders", "0001_initial"),
        ("postal", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "Accepted"), ("declined", "Declined"), ("withdrawn", "Withdrawn")],
                        max_length=12,
                    ),
                ),
                ("answer_words", models.TextField(blank=True, help_text="why not; the buyer reads it")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="address_requests", to="orders.order"
                    ),
                ),
                (
                    "ship_to",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="postal.postaladdress"
                    ),
                ),
                ("answer_by", models.DateTimeField(help_text="when it becomes a case for support (policy)")),
                (
                    "case",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="address_request",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "db_table": "address_request",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("order"), condition=models.Q(("answer", "")), name="address_request_one_open_an_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="address_request_answered_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("agreed", "Agreed: waiting for the goods"),
                            ("sent", "On its way back"),
                            ("received", "Received: the money is next"),
                            ("refunded", "Refunded"),
                            ("refused", "Refused"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("asked_as", models.CharField(help_text="buyer, or support for them", max_length=8)),
                ("words", models.TextField(help_text="why it goes back")),
                ("asked_at", models.DateTimeField()),
                (
                    "instructions",
                    models.TextField(blank=True, help_text="where it is to be sent: the buyer and the maker read them"),
                ),
                ("send_by", models.DateTimeField(null=True)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("carrier", models.CharField(blank=True, max_length=60)),
                ("tracking", models.CharField(blank=True, max_length=80)),
                ("sent_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                (
                    "reminded_at",
                    models.DateTimeField(help_text="when its buyer was reminded that nothing has come back", null=True),
                ),
                (
                    "refusal",
                    models.TextField(blank=True, help_text="why it was refused: the buyer and the maker read it"),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="order_return", to="cases.case"
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="orders.order"
                    ),
                ),
                (
                    "refund",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_return",
                        to="orders.refund",
                    ),
                ),
            ],
            options={
                "db_table": "order_return",
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None), ("received_at", None), ("reminded_at", None)),
                        fields=["send_by"],
                        name="return_awaited",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("order"), condition=models.Q(("closed_at", None)), name="return_one_open_an_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["asked", "agreed", "sent", "received", "refunded", "refused"])
                        ),
                        name="return_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at", None), models.Q(("status__in", ("refunded", "refused")), _negated=True)
                            ),
                            models.Q(("closed_at__isnull", False), ("status__in", ("refunded", "refused"))),
                            _connector="OR",
                        ),
                        name="return_closed_at_its_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refund__isnull", False), ("status", "refunded")),
                            models.Q(models.Q(("status", "refunded"), _negated=True), ("refund", None)),
                            _connector="OR",
                        ),
                        name="return_refunded_by_its_refund",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "refused"), _negated=True),
                            models.Q(("refusal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="return_refused_with_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("instructions", ""), ("send_by", None)),
                            models.Q(
                                ("agreed_at__isnull", False),
                                ("send_by__isnull", False),
                                models.Q(("instructions", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="return_agreed_with_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.IntegerField()),
                ("came_back", models.IntegerField(help_text="empty: not received yet", null=True)),
                (
                    "stock",
                    models.CharField(
                        blank=True,
                        choices=[("return", "goes back to stock"), ("keep", "stock stays as it is")],
                        max_length=8,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sent_back", to="orders.line"
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "order_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.orderreturn"
                    ),
                ),
            ],
            options={
                "db_table": "returned_line",
                "constraints": [
                    models.UniqueConstraint(models.F("order_return"), models.F("line"), name="returned_line_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="returned_line_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_back", None), ("stock", "")),
                            models.Q(
                                ("came_back__gte", 0),
                                ("came_back__lte", models.F("quantity")),
                                ("stock__in", ["return", "keep"]),
                            ),
                            _connector="OR",
                        ),
                        name="returned_line_came_back_as_it_says",
                    ),
                ],
            },
        ),
    ]
