import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration


class Migration(InitialMigration):
    dependencies = [
        ("history", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("for_support", models.BooleanField(default=False)),
                ("url", models.CharField(max_length=500)),
                ("description", models.CharField(blank=True, max_length=60)),
                ("secret", models.CharField(max_length=60)),
                ("old_secret", models.CharField(blank=True, max_length=60)),
                ("old_secret_until", models.DateTimeField(help_text="until then, both secrets sign", null=True)),
                (
                    "last_seq",
                    models.BigIntegerField(help_text="the place in the feed up to which events were handed out"),
                ),
                ("made_at", models.DateTimeField()),
                ("paused_at", models.DateTimeField(null=True)),
                ("switched_off_at", models.DateTimeField(null=True)),
                (
                    "why_off",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("failing", "it did not accept an event for three days"),
                            ("gone", "it answered that it is gone (410)"),
                            ("left", "whoever added it has left"),
                        ],
                        max_length=8,
                    ),
                ),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.buyer",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.maker",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        db_default=[],
                        default=list,
                        help_text="of events that are sent; empty: all",
                    ),
                ),
            ],
            options={
                "db_table": "webhook_endpoint",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("switched_off_at", None), ("why_off", "")),
                            models.Q(
                                models.Q(("switched_off_at", None), _negated=True),
                                models.Q(("why_off", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="webhook_off_has_a_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fanned_out_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(help_text="when it is tried next; empty: it is not", null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                (
                    "first_tried_at",
                    models.DateTimeField(help_text="from then on it is tried for three days", null=True),
                ),
                ("delivered_at", models.DateTimeField(help_text="when it was first accepted", null=True)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="history.event",
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="webhooks.endpoint",
                    ),
                ),
            ],
            options={
                "db_table": "webhook_delivery",
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at", None), _negated=True),
                        fields=["endpoint", "next_at"],
                        name="webhook_due",
                    ),
                    models.Index(fields=["endpoint", "-id"], name="webhook_deliveries"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("endpoint"), models.F("event"), name="webhook_event_once_an_endpoint"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "status",
                    models.PositiveSmallIntegerField(help_text="of the answer; empty: there was none", null=True),
                ),
                ("answer", models.CharField(blank=True, help_text="how the answer began", max_length=500)),
                (
                    "no_answer",
                    models.JSONField(blank=True, db_default={}, default=dict, help_text="why there was none"),
                ),
                ("took_ms", models.PositiveIntegerField()),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="webhooks.delivery"
                    ),
                ),
            ],
            options={
                "db_table": "webhook_attempt",
                "ordering": ["-id"],
            },
        ),
    ]
