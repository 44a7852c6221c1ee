import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orders", "0001_initial"),
        ("people", "0001_initial"),
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
            name="Instruction",
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
                ("amount", models.BigIntegerField()),
                ("key", models.CharField(max_length=80, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(help_text="the gateway will never do it", null=True)),
                (
                    "cancellation",
                    models.ForeignKey(
                        help_text="whose money goes back; empty: a checkout that came to nothing, or no money goes back",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructions",
                        to="orders.cancellation",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
            ],
            options={
                "db_table": "payment_instruction",
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("confirmed", "Confirmed"), ("refused", "Refused"), ("unknown", "Unknown")],
                        max_length=16,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "instruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="payments.instruction"
                    ),
                ),
            ],
            options={
                "db_table": "payment_attempt",
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
                ("gateway", models.CharField(max_length=16)),
                ("gateway_reference", models.CharField(blank=True, max_length=80)),
                (
                    "card",
                    models.CharField(blank=True, help_text="how the buyer knows it: 'card ending 4242'", max_length=40),
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
        migrations.AddField(
            model_name="instruction",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="instructions", to="payments.payment"
            ),
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
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                condition=models.Q(("confirmed_at", None), ("refused_at", None)),
                fields=["asked_at"],
                name="instruction_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.UniqueConstraint(
                fields=("payment", "kind", "cancellation"), name="payment_asked_once_a_cause", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.UniqueConstraint(
                models.F("payment"), condition=models.Q(("kind", "void")), name="payment_voided_once"
            ),
        ),
    ]
