import uuid

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration

ONLY_ADDED_TO = """
CREATE FUNCTION payment_movement_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'movements of money are only ever added (M7): % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER payment_movement_stays BEFORE UPDATE OR DELETE ON payment_movement
  FOR EACH ROW EXECUTE FUNCTION payment_movement_is_only_added_to();
CREATE TRIGGER payment_movement_is_not_emptied BEFORE TRUNCATE ON payment_movement
  FOR EACH STATEMENT EXECUTE FUNCTION payment_movement_is_only_added_to();
"""
# Every movement is in the ledger, whoever writes it; its place there is given later, when all before it is committed.
LEDGER = """
CREATE FUNCTION payment_movement_has_a_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO payment_movement_place (movement_id, maker_id) SELECT added.id, added.maker_id FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER payment_movement_has_a_place AFTER INSERT ON payment_movement
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION payment_movement_has_a_place();
"""


class Migration(InitialMigration):
    dependencies = [
        ("orders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GatewayCustomer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=16)),
                ("account", models.CharField(max_length=80)),
                ("livemode", models.BooleanField()),
                ("reference", models.CharField(max_length=80)),
                (
                    "buyer",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.buyer"),
                ),
            ],
            options={
                "db_table": "gateway_customer",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("buyer"),
                        models.F("holder"),
                        models.F("account"),
                        models.F("livemode"),
                        name="gateway_customer_once_a_buyer",
                    )
                ],
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
                            ("expired", "Expired"),
                            ("failed", "Failed"),
                        ],
                        default="none",
                        max_length=16,
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        choices=[("stripe", "Stripe"), ("sandbox", "Sandbox"), ("external", "External")], max_length=16
                    ),
                ),
                (
                    "holder_name",
                    models.CharField(blank=True, help_text="of another system: 'Shopify', 'invoice'", max_length=60),
                ),
                ("gateway_reference", models.CharField(blank=True, max_length=80)),
                ("gateway_customer", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("gateway_method", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("gateway_account", models.CharField(blank=True, db_default="", default="", max_length=80)),
                (
                    "livemode",
                    models.BooleanField(help_text="whether money moves there; empty: it does not say", null=True),
                ),
                (
                    "transfer_group",
                    models.CharField(
                        blank=True, db_default="", default="", help_text="what was checked out together", max_length=80
                    ),
                ),
                (
                    "held_until",
                    models.DateTimeField(
                        help_text="when an authorisation ends, where the gateway says so (M6)", null=True
                    ),
                ),
                ("card", models.CharField(blank=True, help_text="its last digits", max_length=4)),
                ("authorised", models.BigIntegerField(default=0)),
                ("captured", models.BigIntegerField(default=0)),
                ("refunded", models.BigIntegerField(default=0)),
                ("refund_pending", models.BigIntegerField(default=0, help_text="asked for, and not yet confirmed")),
                (
                    "disputed",
                    models.BigIntegerField(
                        db_default=0,
                        default=0,
                        help_text="taken back by the bank of the card’s owner, as long as that is not won",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
                    ),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("gateway_reference", ""), _negated=True),
                        fields=["gateway_reference"],
                        name="payment_reference",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refunded__gte", 0),
                            ("refund_pending__gte", 0),
                            ("disputed__gte", 0),
                            (
                                "captured__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("refunded"), "+", models.F("refund_pending")
                                ),
                            ),
                        ),
                        name="payment_refunds_within_capture",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("captured__gte", 0), ("captured__lte", models.F("authorised"))),
                        name="payment_captures_within_authorised",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder__in", ["stripe", "sandbox"]), ("holder_name", "")),
                            models.Q(("holder", "external"), models.Q(("holder_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="payment_holder_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder", "stripe"), _negated=True),
                            ("gateway_reference", ""),
                            models.Q(models.Q(("gateway_account", ""), _negated=True), ("livemode__isnull", False)),
                            _connector="OR",
                        ),
                        name="payment_at_stripe_says_where",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GatewayPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=16)),
                ("account", models.CharField(blank=True, max_length=80)),
                ("livemode", models.BooleanField(null=True)),
                ("customer", models.CharField(blank=True, max_length=80)),
                ("reference", models.CharField(blank=True, help_text="empty: it was not opened yet", max_length=80)),
                ("url", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("closed", "Closed")], default="open", max_length=8
                    ),
                ),
                ("closes_at", models.DateTimeField()),
                ("amount", models.BigIntegerField(db_default=0, default=0)),
                (
                    "payment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="payments.payment",
                    ),
                ),
                ("method", models.CharField(blank=True, max_length=80)),
                ("card", models.CharField(blank=True, help_text="its last digits", max_length=4)),
                (
                    "buyer",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.buyer"),
                ),
            ],
            options={
                "db_table": "gateway_page",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("holder"),
                        models.F("reference"),
                        condition=models.Q(("reference", ""), _negated=True),
                        name="gateway_page_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("method", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="gateway_page_done_with_a_card",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", 0), ("payment", None)),
                            models.Q(("amount__gt", 0), ("payment__isnull", False)),
                            _connector="OR",
                        ),
                        name="gateway_page_holds_for_a_payment",
                    ),
                    models.UniqueConstraint(
                        models.F("payment"),
                        condition=models.Q(("state", "open")),
                        name="gateway_page_open_once_a_payment",
                    ),
                ],
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
                            ("release", "Release"),
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
                (
                    "code",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="why it was refused, for programs",
                        max_length=60,
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
                    "refund",
                    models.ForeignKey(
                        help_text="of support, after shipping: what it is for",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="operations",
                        to="orders.refund",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="operations",
                        to="payments.payment",
                    ),
                ),
            ],
            options={
                "db_table": "payment_operation",
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["queued", "sent", "processing", "unknown", "refused", "failed"])
                        ),
                        fields=["queued_at"],
                        name="operation_not_done",
                    ),
                    models.Index(
                        condition=models.Q(("kind", "authorise"), models.Q(("reference", ""), _negated=True)),
                        fields=["reference"],
                        name="operation_authorises",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("payment", "kind", "cancellation", "refund", "generation"),
                        name="operation_once_a_cause_and_generation",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        models.F("payment"),
                        condition=models.Q(("kind", "void"), models.Q(("state", "superseded"), _negated=True)),
                        name="payment_voided_once",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="operation_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "refused", "recorded_manually", "failed"]), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="operation_closed_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_as", ""), ("confirmed_by", None)),
                            models.Q(("confirmed_as__gt", ""), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="operation_confirmed_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentMovement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("authorised", "Authorised"),
                            ("captured", "Charged"),
                            ("voided", "Released"),
                            ("refunded", "Refunded"),
                            ("refund_failed", "Refund failed"),
                            ("expired", "Authorisation ended"),
                            ("disputed", "Disputed by the bank"),
                            ("dispute_won", "Dispute won"),
                            ("manual", "Done by hand"),
                            ("corrected", "Record corrected"),
                            ("capture_failed", "Not charged after all"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "moved",
                    models.CharField(
                        choices=[
                            ("authorised", "Authorised"),
                            ("captured", "Charged"),
                            ("voided", "Released"),
                            ("refunded", "Refunded"),
                            ("refund_failed", "Refund failed"),
                            ("expired", "Authorisation ended"),
                            ("disputed", "Disputed by the bank"),
                            ("dispute_won", "Dispute won"),
                            ("manual", "Done by hand"),
                            ("corrected", "Record corrected"),
                            ("capture_failed", "Not charged after all"),
                        ],
                        help_text="its kind; of `manual` and `corrected`, what it does to the sums",
                        max_length=16,
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "holder_object",
                    models.CharField(blank=True, help_text="the holder's id of what moved it", max_length=120),
                ),
                (
                    "reference",
                    models.CharField(blank=True, help_text="where its holder has it; never for buyers", max_length=120),
                ),
                ("at", models.DateTimeField(help_text="when it happened")),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="payments.paymentoperation",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="movements", to="payments.payment"
                    ),
                ),
            ],
            options={
                "db_table": "payment_movement",
                "indexes": [models.Index(fields=["maker", "at", "id"], name="movement_of_maker")],
                "constraints": [
                    models.UniqueConstraint(fields=("operation", "kind"), name="movement_once_an_operation"),
                    models.UniqueConstraint(
                        condition=models.Q(("operation", None)),
                        fields=("payment", "kind", "holder_object"),
                        name="movement_once_an_object_of_the_holder",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="movement_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("operation__isnull", False),
                            models.Q(("holder_object", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="movement_by_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("kind__in", ["manual", "corrected"]), _negated=True),
                                ("moved", models.F("kind")),
                                models.Q(("kind", "capture_failed"), _negated=True),
                            ),
                            models.Q(
                                ("kind", "manual"),
                                ("moved__in", ["captured", "voided", "refunded"]),
                                ("operation__isnull", False),
                            ),
                            models.Q(
                                ("kind", "corrected"),
                                ("moved__in", ["capture_failed", "authorised", "refund_failed"]),
                                ("operation__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="movement_moves_what_it_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "authorised",
                                    "captured",
                                    "voided",
                                    "refunded",
                                    "refund_failed",
                                    "expired",
                                    "disputed",
                                    "dispute_won",
                                    "manual",
                                    "corrected",
                                    "capture_failed",
                                ],
                            )
                        ),
                        name="movement_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MovementPlace",
            fields=[
                (
                    "movement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="place",
                        serialize=False,
                        to="payments.paymentmovement",
                    ),
                ),
                (
                    "seq",
                    models.BigIntegerField(
                        help_text="its place in the ledger; empty: none yet", null=True, unique=True
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
                    ),
                ),
            ],
            options={
                "db_table": "payment_movement_place",
                "indexes": [
                    models.Index(fields=["maker", "seq"], name="movement_place_of_maker"),
                    models.Index(condition=models.Q(("seq", None)), fields=["movement"], name="movement_unnumbered"),
                ],
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
        migrations.CreateModel(
            name="GatewayEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "gateway",
                    models.CharField(
                        choices=[("stripe", "Stripe"), ("sandbox", "Sandbox"), ("external", "External")], max_length=16
                    ),
                ),
                ("event_id", models.CharField(max_length=255)),
                ("kind", models.CharField(help_text="as the gateway calls it: 'refund.failed'", max_length=80)),
                (
                    "topic",
                    models.CharField(
                        choices=[("payment", "Payment"), ("dispute", "Dispute"), ("page", "Page")], max_length=16
                    ),
                ),
                ("subject", models.CharField(help_text="what it happened to, as the gateway calls it", max_length=255)),
                ("reference", models.CharField(help_text="the authorisation behind that", max_length=80)),
                ("received_at", models.DateTimeField()),
                ("handled_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "gateway_event",
                "constraints": [
                    models.UniqueConstraint(models.F("gateway"), models.F("event_id"), name="gateway_event_once")
                ],
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
        migrations.RunSQL(ONLY_ADDED_TO, "DROP FUNCTION payment_movement_is_only_added_to() CASCADE"),
        migrations.RunSQL(LEDGER, "DROP FUNCTION payment_movement_has_a_place() CASCADE"),
    ]
