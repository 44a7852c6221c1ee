import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orders", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SandboxCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True)),
                ("reference", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=16)),
                ("amount", models.BigIntegerField()),
                ("calls", models.IntegerField(default=1)),
            ],
            options={
                "db_table": "sandbox_call",
            },
        ),
        migrations.CreateModel(
            name="SandboxCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=80, unique=True)),
                ("card", models.CharField(blank=True, max_length=40)),
                ("currency", models.CharField(max_length=3)),
                ("authorised", models.BigIntegerField()),
                ("captured", models.BigIntegerField(default=0)),
                ("refunded", models.BigIntegerField(default=0)),
                ("voided", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "sandbox_charge",
            },
        ),
        migrations.CreateModel(
            name="SandboxFault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(blank=True, help_text="empty: every charge", max_length=80, unique=True),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("down", "Down"), ("timeout", "Timeout"), ("slow", "Slow"), ("refuse", "Refuse")],
                        max_length=8,
                    ),
                ),
                ("times", models.IntegerField(help_text="how many calls are still to go wrong; empty: all", null=True)),
            ],
            options={
                "db_table": "sandbox_fault",
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("authorised", "Authorised"),
                            ("captured", "Captured"),
                            ("void_pending", "Void Pending"),
                            ("voided", "Voided"),
                            ("refund_pending", "Refund Pending"),
                            ("refunded", "Refunded"),
                            ("failed", "Failed"),
                        ],
                        default="none",
                        max_length=16,
                    ),
                ),
                ("holder", models.CharField(choices=[("sandbox", "Sandbox"), ("external", "External")], max_length=16)),
                (
                    "holder_name",
                    models.CharField(blank=True, help_text="of another system: 'Shopify', 'invoice'", max_length=60),
                ),
                ("gateway_reference", models.CharField(blank=True, max_length=80)),
                (
                    "card",
                    models.CharField(blank=True, help_text="its last digits", max_length=4),
                ),
                ("authorised", models.BigIntegerField(default=0)),
                ("captured", models.BigIntegerField(default=0)),
                ("refunded", models.BigIntegerField(default=0)),
                ("refund_pending", models.BigIntegerField(default=0, help_text="asked for, and not yet confirmed")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "order",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "db_table": "payment",
            },
        ),
        migrations.CreateModel(
            name="PaymentOperation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("authorise", "Authorise"),
                            ("capture", "Capture"),
                            ("void", "Void"),
                            ("refund", "Refund"),
                        ],
                        max_length=16,
                    ),
                ),
                ("generation", models.PositiveSmallIntegerField(default=1)),
                ("amount", models.BigIntegerField()),
                ("key", models.CharField(default=uuid.uuid4, max_length=80, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sent", "Sent"),
                            ("processing", "Processing"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                            ("unknown", "Unknown"),
                            ("failed", "Failed"),
                            ("superseded", "Superseded"),
                            ("recorded_manually", "Recorded Manually"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("queued_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(help_text="when it was first sent with this key", null=True)),
                (
                    "closed_at",
                    models.DateTimeField(
                        help_text="when the money moved, or when it was said that it will not", null=True
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("confirmed_as", models.CharField(blank=True, help_text="support or maker", max_length=8)),
                ("why", models.JSONField(blank=True, db_default={}, default=dict, help_text="why it was refused")),
                (
                    "cancellation",
                    models.ForeignKey(
                        help_text="whose money goes back; empty: a checkout that came to nothing, or no money goes back",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="operations",
                        to="orders.cancellation",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="operations", to="payments.payment"
                    ),
                ),
            ],
            options={
                "db_table": "payment_operation",
            },
        ),
        migrations.CreateModel(
            name="OperationAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("processing", "Processing"),
                            ("refused", "Refused"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=16,
                    ),
                ),
                ("why", models.JSONField(blank=True, db_default={}, default=dict)),
                ("at", models.DateTimeField()),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="payments.paymentoperation",
                    ),
                ),
            ],
            options={
                "db_table": "payment_operation_attempt",
            },
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refunded__gte", 0),
                    ("refund_pending__gte", 0),
                    (
                        "captured__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("refunded"), "+", models.F("refund_pending")
                        ),
                    ),
                ),
                name="payment_refunds_within_capture",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("captured__gte", 0), ("captured__lte", models.F("authorised"))),
                name="payment_captures_within_authorised",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("holder", "sandbox"), ("holder_name", "")),
                    models.Q(("holder", "external"), models.Q(("holder_name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="payment_holder_has_a_name",
            ),
        ),
        migrations.AddIndex(
            model_name="paymentoperation",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "sent", "processing", "unknown"])),
                fields=["queued_at"],
                name="operation_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentoperation",
            constraint=models.UniqueConstraint(
                fields=("payment", "kind", "cancellation", "generation"),
                name="operation_once_a_cause_and_generation",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentoperation",
            constraint=models.UniqueConstraint(
                models.F("payment"),
                condition=models.Q(("kind", "void"), models.Q(("state", "superseded"), _negated=True)),
                name="payment_voided_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentoperation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "queued",
                            "sent",
                            "processing",
                            "done",
                            "refused",
                            "unknown",
                            "failed",
                            "superseded",
                            "recorded_manually",
                        ],
                    )
                ),
                name="operation_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentoperation",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="operation_of_something"),
        ),
        migrations.AddConstraint(
            model_name="paymentoperation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["done", "refused", "recorded_manually", "failed"]), _negated=True),
                    ("closed_at__isnull", False),
                    _connector="OR",
                ),
                name="operation_closed_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentoperation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_as", ""), ("confirmed_by", None)),
                    models.Q(("confirmed_as__gt", ""), ("confirmed_by__isnull", False)),
                    _connector="OR",
                ),
                name="operation_confirmed_by_whom",
            ),
        ),
    ]
