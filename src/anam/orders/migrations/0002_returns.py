import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_initial"),
        ("orders", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            },
        ),
        migrations.AddIndex(
            model_name="orderreturn",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("received_at", None), ("reminded_at", None)),
                fields=["send_by"],
                name="return_awaited",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderreturn",
            constraint=models.UniqueConstraint(
                models.F("order"), condition=models.Q(("closed_at", None)), name="return_one_open_an_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["asked", "agreed", "sent", "received", "refunded", "refused"])),
                name="return_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), models.Q(("status__in", ("refunded", "refused")), _negated=True)),
                    models.Q(("closed_at__isnull", False), ("status__in", ("refunded", "refused"))),
                    _connector="OR",
                ),
                name="return_closed_at_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refund__isnull", False), ("status", "refunded")),
                    models.Q(models.Q(("status", "refunded"), _negated=True), ("refund", None)),
                    _connector="OR",
                ),
                name="return_refunded_by_its_refund",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "refused"), _negated=True),
                    models.Q(("refusal", ""), _negated=True),
                    _connector="OR",
                ),
                name="return_refused_with_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderreturn",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="returnedline",
            constraint=models.UniqueConstraint(models.F("order_return"), models.F("line"), name="returned_line_once"),
        ),
        migrations.AddConstraint(
            model_name="returnedline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="returned_line_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnedline",
            constraint=models.CheckConstraint(
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
        ),
    ]
