import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration

ORDER_NUMBERS = "CREATE SEQUENCE order_number START 1001"


class Migration(InitialMigration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("policy", "0001_initial"),
        ("postal", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("placed", "Waiting for the maker"),
                            ("accepted", "Accepted"),
                            ("shipped", "Shipped"),
                            ("completed", "Completed"),
                            ("declined", "Declined"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="placed",
                        max_length=16,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("items_total", models.BigIntegerField()),
                (
                    "shipping",
                    models.BigIntegerField(default=0, help_text="as it was announced: exactly that, or at most"),
                ),
                ("shipping_is_exact", models.BooleanField(db_default=True, default=True)),
                (
                    "shipping_charged",
                    models.BigIntegerField(help_text="what it cost in fact; said when it ships", null=True),
                ),
                ("tax", models.BigIntegerField(default=0)),
                ("discount", models.BigIntegerField(default=0, help_text="taken off the goods")),
                ("removed", models.BigIntegerField(default=0, help_text="what the cancelled parts of it came to")),
                ("placed_at", models.DateTimeField()),
                ("decline_by", models.DateTimeField()),
                (
                    "pay_by",
                    models.DateTimeField(
                        help_text="until when its buyer is to confirm the card; empty: nothing is asked", null=True
                    ),
                ),
                ("accepted_at", models.DateTimeField(null=True)),
                ("shipped_at", models.DateTimeField(null=True)),
                ("completed_at", models.DateTimeField(null=True)),
                ("carrier", models.CharField(blank=True, max_length=60)),
                ("tracking", models.CharField(blank=True, max_length=80)),
                ("contacted_at", models.DateTimeField(null=True)),
                ("contacted_how", models.CharField(blank=True, max_length=8)),
                ("source", models.CharField(default="checkout", max_length=24)),
                ("reference", models.CharField(blank=True, help_text="what the other system calls it", max_length=120)),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="people.buyer",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="people.maker",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.policy",
                    ),
                ),
                (
                    "ship_to",
                    models.OneToOneField(
                        help_text="its own copy, by id alone",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="postal.postaladdress",
                    ),
                ),
            ],
            options={
                "db_table": "orders_order",
                "indexes": [
                    models.Index(fields=["maker", "status", "decline_by", "id"], name="order_by_deadline"),
                    models.Index(fields=["maker", "status", "-placed_at", "-id"], name="order_by_status"),
                    models.Index(fields=["maker", "-placed_at", "-id"], name="order_of_maker"),
                    models.Index(fields=["buyer", "-placed_at", "-id"], name="order_of_buyer"),
                    models.Index(fields=["-placed_at", "-id"], name="order_newest"),
                    models.Index(
                        condition=models.Q(("status", "placed")), fields=["decline_by"], name="order_unanswered"
                    ),
                    models.Index(
                        condition=models.Q(("status", "shipped")), fields=["shipped_at"], name="order_under_way"
                    ),
                    models.Index(
                        condition=models.Q(("pay_by__isnull", False), ("status__in", ("placed", "accepted"))),
                        fields=["pay_by"],
                        name="order_unpaid",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="order_search"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decline_by__gt", models.F("placed_at"))),
                        name="order_window_opens_when_placed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contacted_at", None), ("contacted_at__gte", models.F("placed_at")), _connector="OR"
                        ),
                        name="order_contact_after_placed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("items_total__gte", 0), ("shipping__gte", 0), ("tax__gte", 0), ("discount__gte", 0)
                        ),
                        name="order_totals_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shipping_charged__gte", 0), ("shipping_charged__lte", models.F("shipping"))
                        ),
                        name="order_shipping_at_most_announced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["placed", "accepted", "shipped", "completed", "declined", "cancelled"])
                        ),
                        name="order_status_known",
                    ),
                    models.UniqueConstraint(
                        models.F("maker"),
                        models.F("source"),
                        models.F("reference"),
                        condition=models.Q(("reference", ""), _negated=True),
                        name="order_imported_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sku", models.CharField(blank=True, max_length=255)),
                ("title", models.CharField(max_length=1100)),
                ("quantity", models.IntegerField()),
                ("unit_price", models.BigIntegerField()),
                ("discount", models.BigIntegerField(db_default=0, default=0)),
                ("tax", models.BigIntegerField(db_default=0, default=0)),
                (
                    "reserved",
                    models.IntegerField(default=0, help_text="units that this line took out of the counted stock"),
                ),
                ("declined_quantity", models.IntegerField(default=0)),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lines",
                        to="catalog.product",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.order"
                    ),
                ),
                (
                    "picture",
                    models.CharField(
                        blank=True, db_default="", default="", help_text="the key of its product's", max_length=74
                    ),
                ),
            ],
            options={
                "db_table": "orders_line",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["product", "-id"], name="line_of_product")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="line_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("discount__gte", 0),
                            (
                                "discount__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("quantity"), "*", models.F("unit_price")
                                ),
                            ),
                            ("tax__gte", 0),
                        ),
                        name="line_discount_within_its_price",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("declined_quantity__gte", 0), ("declined_quantity__lte", models.F("quantity"))
                        ),
                        name="line_declined_within_quantity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reserved__gte", 0), ("reserved__lte", models.F("quantity"))),
                        name="line_held_within_quantity",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hours_left", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="orders.order"
                    ),
                ),
            ],
            options={
                "db_table": "order_reminder",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("order"), models.F("hours_left"), name="reminded_once_for_each_mark"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        help_text="of the form or the call that asked for it: twice is once", max_length=320
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("damaged", "it came damaged"),
                            ("lost", "it was lost on its way"),
                            ("returned", "it was sent back"),
                            ("goodwill", "goodwill"),
                            ("other", "another reason"),
                        ],
                        max_length=16,
                    ),
                ),
                ("words", models.TextField(help_text="the buyer and the maker read them")),
                ("note", models.TextField(blank=True, help_text="only support reads it")),
                ("amount", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "done_at",
                    models.DateTimeField(
                        help_text="when somebody had done it outside Anam; empty: it was asked for", null=True
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(help_text="when it was said that it was never done, nor is to be", null=True),
                ),
                ("effects", models.JSONField(default=dict)),
                (
                    "by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="orders.order"
                    ),
                ),
            ],
            options={
                "db_table": "order_refund",
                "constraints": [
                    models.UniqueConstraint(models.F("order"), models.F("key"), name="refund_once_a_key"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refund_of_something"),
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="refund_has_a_key"),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["damaged", "lost", "returned", "goodwill", "other"])),
                        name="refund_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length("words"), 10
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("words"), 1000
                            ),
                        ),
                        name="refund_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("withdrawn_at", None), ("done_at__isnull", False), _connector="OR"),
                        name="refund_withdrawn_was_recorded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefundedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.IntegerField()),
                (
                    "stock",
                    models.CharField(
                        choices=[("return", "goes back to stock"), ("keep", "stock stays as it is")], max_length=8
                    ),
                ),
                ("returned", models.IntegerField(default=0)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunded", to="orders.line"
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.refund"
                    ),
                ),
            ],
            options={
                "db_table": "refunded_line",
                "constraints": [
                    models.UniqueConstraint(models.F("refund"), models.F("line"), name="refunded_line_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="refunded_line_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned", 0),
                            models.Q(("returned__gt", 0), ("returned__lte", models.F("quantity")), ("stock", "return")),
                            _connector="OR",
                        ),
                        name="refunded_line_gives_back_what_it_says",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CancellationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(help_text="why, in the buyer's words; the maker reads it")),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField(help_text="when it becomes a case for support (policy)")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("overtaken", "Superseded"),
                        ],
                        max_length=12,
                    ),
                ),
                ("answer_words", models.TextField(blank=True, help_text="of whoever answered; the buyer reads it")),
                (
                    "superseded_by",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="what happened to the order before anybody answered",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_as", models.CharField(blank=True, help_text="maker, buyer, support or anam", max_length=8)),
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
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="orders.order"
                    ),
                ),
            ],
            options={
                "db_table": "cancellation_request",
                "indexes": [
                    models.Index(condition=models.Q(("answer", "")), fields=["answer_by"], name="request_unanswered")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("order"), condition=models.Q(("answer", "")), name="request_one_open_an_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_answered_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cancellation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("final", models.BooleanField(help_text="nothing is left of the order")),
                (
                    "key",
                    models.CharField(
                        help_text="of the form or the call that asked for it: twice is once", max_length=320
                    ),
                ),
                (
                    "on_behalf_of",
                    models.CharField(
                        choices=[("maker", "Maker"), ("buyer", "Buyer"), ("marketplace", "Marketplace")], max_length=12
                    ),
                ),
                ("explanation", models.TextField(blank=True, help_text="the buyer reads it")),
                ("note", models.TextField(blank=True, help_text="only the maker and support read it")),
                ("amount", models.BigIntegerField(help_text="what it came to, with its share of discount and tax")),
                ("at", models.DateTimeField()),
                ("in_time", models.BooleanField()),
                ("effects", models.JSONField(default=dict)),
                (
                    "by",
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
                    "reason",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cancellations", to="policy.reason"
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        help_text="the buyer's, where it was theirs",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellation",
                        to="orders.cancellationrequest",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellations",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "db_table": "cancellation",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("order"), condition=models.Q(("final", True)), name="cancelled_once"
                    ),
                    models.UniqueConstraint(models.F("order"), models.F("key"), name="cancellation_once_a_key"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="cancellation_of_no_negative_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="cancellation_has_a_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on_behalf_of", "maker"), _negated=True),
                            models.Q(
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length("explanation"), 10
                                ),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("explanation"), 1000
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="cancellation_explained",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CancelledLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.IntegerField()),
                (
                    "stock",
                    models.CharField(
                        choices=[
                            ("return", "goes back to stock"),
                            ("zero", "stock is set to zero"),
                            ("keep", "stock stays as it is"),
                        ],
                        max_length=8,
                    ),
                ),
                ("returned", models.IntegerField(default=0)),
                (
                    "cancellation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.cancellation",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cancelled", to="orders.line"
                    ),
                ),
            ],
            options={
                "db_table": "cancelled_line",
                "constraints": [
                    models.UniqueConstraint(models.F("cancellation"), models.F("line"), name="cancelled_line_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="cancelled_line_of_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.IntegerField()),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.line"),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.cancellationrequest",
                    ),
                ),
            ],
            options={
                "db_table": "requested_line",
                "constraints": [
                    models.UniqueConstraint(models.F("request"), models.F("line"), name="requested_line_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="requested_line_of_something"),
                ],
            },
        ),
        migrations.RunSQL(ORDER_NUMBERS, "DROP SEQUENCE order_number"),
    ]
