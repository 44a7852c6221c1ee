import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

ORDER_NUMBERS = "CREATE SEQUENCE order_number START 1001"


# What a marketplace begins with; support changes both. (key, label, how the buyer hears it, whose fault, whether it
# counts, may concern a part, what stock does, suggestion, characters of the explanation, whether makers may give it)
REASONS = (
    (
        "out_of_stock",
        "Out of stock",
        "out of stock",
        "maker",
        True,
        True,
        "zero",
        "Say when it will be back, if you know.",
        10,
        True,
    ),
    (
        "discontinued",
        "Discontinued",
        "discontinued",
        "maker",
        True,
        True,
        "zero",
        "Name what comes closest to it.",
        10,
        True,
    ),
    (
        "too_late",
        "Cannot make it in time",
        "it cannot be made in time",
        "maker",
        True,
        True,
        "return",
        "Offer the date that you could keep.",
        10,
        True,
    ),
    (
        "capacity",
        "Materials or capacity short",
        "materials or hands are short",
        "maker",
        True,
        True,
        "return",
        "Say what is short, and until when.",
        10,
        True,
    ),
    (
        "price_wrong",
        "Price listed wrongly",
        "the price was listed wrongly",
        "maker",
        True,
        True,
        "return",
        "Name the right price; they may order again.",
        10,
        True,
    ),
    (
        "cannot_ship",
        "Cannot ship there",
        "it cannot be shipped to you",
        "maker",
        False,
        False,
        "return",
        "Name a stockist or carrier near them, if you can.",
        10,
        True,
    ),
    (
        "exclusive_stockist",
        "Exclusive stockist nearby",
        "a shop near you sells it exclusively",
        "nobody",
        False,
        False,
        "return",
        "Say which products they could still carry.",
        10,
        True,
    ),
    (
        "below_minimum",
        "Below the order minimum",
        "it is below the maker’s minimum",
        "buyer",
        False,
        False,
        "return",
        "Name your minimum; they may order again.",
        10,
        True,
    ),
    (
        "damaged",
        "Damaged in the workshop",
        "it was damaged in the workshop",
        "maker",
        True,
        True,
        "keep",
        "Say what broke and when new ones will be ready.",
        10,
        True,
    ),
    (
        "duplicate_or_fraud",
        "Duplicate or suspected fraud",
        "the order could not be confirmed",
        "buyer",
        False,
        False,
        "return",
        "Keep to the facts; tell support more below.",
        10,
        True,
    ),
    (
        "buyer_asked",
        "The buyer asked for it",
        "you asked for it",
        "buyer",
        False,
        True,
        "return",
        "Thank them for telling you.",
        10,
        True,
    ),
    (
        "other",
        "Other",
        "",
        "maker",
        True,
        True,
        "return",
        "Tell them in your own words: 30 characters or more.",
        30,
        True,
    ),
    ("payment_failed", "The payment failed", "the payment failed", "buyer", False, False, "return", "", 0, False),
    (
        "cancelled_elsewhere",
        "Cancelled in the other system",
        "it was cancelled where it was placed",
        "nobody",
        False,
        False,
        "return",
        "",
        0,
        False,
    ),
)
_COLUMNS = (
    "key",
    "label",
    "for_buyer",
    "fault",
    "counts",
    "part_of_an_order",
    "stock",
    "suggestion",
    "least_words",
    "for_makers",
)


def begin(apps, schema_editor):
    """The first version of the policy, and the reasons."""
    policy = apps.get_model("orders", "Policy").objects.create(why="What the marketplace begins with")
    Reason = apps.get_model("orders", "Reason")
    Reason.objects.bulk_create(
        Reason(position=place * 10, since=policy, **dict(zip(_COLUMNS, reason, strict=True)))
        for place, reason in enumerate(REASONS)
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("people", "0001_initial"),
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
                ("shipping", models.BigIntegerField(default=0)),
                ("tax", models.BigIntegerField(default=0)),
                ("discount", models.BigIntegerField(default=0, help_text="taken off the goods")),
                ("removed", models.BigIntegerField(default=0, help_text="what the cancelled parts of it came to")),
                ("placed_at", models.DateTimeField()),
                ("decline_by", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="people.buyer"
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="people.maker"
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "orders_order",
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
                (
                    "held",
                    models.IntegerField(default=0, help_text="units that this line took out of the counted stock"),
                ),
                ("declined_quantity", models.IntegerField(default=0)),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "product",
                    models.ForeignKey(
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
            ],
            options={
                "db_table": "orders_line",
                "ordering": ["id"],
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
                            ("overtaken", "Overtaken"),
                        ],
                        max_length=12,
                    ),
                ),
                ("answer_words", models.TextField(blank=True, help_text="the buyer reads it")),
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
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("decline_window_hours", models.PositiveSmallIntegerField(default=72)),
                ("makers_may_start_conversations", models.BooleanField(default=False)),
                ("first_reminder_hours", models.PositiveSmallIntegerField(default=24)),
                ("last_reminder_hours", models.PositiveSmallIntegerField(default=6)),
                ("buyer_request_hours", models.PositiveSmallIntegerField(default=24)),
                ("request_answer_hours", models.PositiveSmallIntegerField(default=48)),
                ("support_answer_hours", models.PositiveSmallIntegerField(default=48)),
                ("complete_after_days", models.PositiveSmallIntegerField(default=21)),
                ("makers_may_confirm_payments", models.BooleanField(default=False)),
                ("orders_on_invoice", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("why", models.CharField(max_length=300)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "policy",
            },
        ),
        migrations.AddField(
            model_name="order",
            name="policy",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.policy"),
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40)),
                ("label", models.CharField(max_length=80)),
                (
                    "for_buyer",
                    models.CharField(blank=True, help_text="how the buyer hears it; empty: not at all", max_length=80),
                ),
                (
                    "fault",
                    models.CharField(
                        choices=[("maker", "Maker"), ("buyer", "Buyer"), ("nobody", "Nobody")], max_length=8
                    ),
                ),
                ("counts", models.BooleanField(help_text="whether it counts in the maker's figures (D14)")),
                ("part_of_an_order", models.BooleanField(default=True)),
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
                (
                    "least_words",
                    models.PositiveSmallIntegerField(default=10, help_text="characters the explanation needs"),
                ),
                ("suggestion", models.CharField(blank=True, max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=100)),
                ("for_makers", models.BooleanField(default=True)),
                (
                    "since",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.policy"
                    ),
                ),
                (
                    "until",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.policy"
                    ),
                ),
            ],
            options={
                "db_table": "cancellation_reason",
                "ordering": ["position", "id"],
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="cancellations", to="orders.order"
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cancellations", to="orders.reason"
                    ),
                ),
            ],
            options={
                "db_table": "cancellation",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.cancellation"
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
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
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["product", "-id"], name="line_of_product"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="line_of_something"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("declined_quantity__gte", 0), ("declined_quantity__lte", models.F("quantity"))),
                name="line_declined_within_quantity",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("held__gte", 0), ("held__lte", models.F("quantity"))),
                name="line_held_within_quantity",
            ),
        ),
        migrations.AddIndex(
            model_name="cancellationrequest",
            index=models.Index(condition=models.Q(("answer", "")), fields=["answer_by"], name="request_unanswered"),
        ),
        migrations.AddConstraint(
            model_name="cancellationrequest",
            constraint=models.UniqueConstraint(
                models.F("order"), condition=models.Q(("answer", "")), name="request_one_open_an_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="cancellationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None)),
                    models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="request_answered_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(("decline_window_hours__gte", 1), ("decline_window_hours__lte", 720)),
                name="policy_window_of_an_hour_to_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("buyer_request_hours__range", (1, 720)),
                    ("complete_after_days__range", (1, 720)),
                    ("first_reminder_hours__range", (1, 720)),
                    ("last_reminder_hours__range", (1, 720)),
                    ("request_answer_hours__range", (1, 720)),
                    ("support_answer_hours__range", (1, 720)),
                ),
                name="policy_times_of_an_hour_to_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_reminder_hours__lt", models.F("first_reminder_hours"))),
                name="policy_last_reminder_comes_last",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="policy_says_why"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["maker", "status", "decline_by", "id"], name="order_by_deadline"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["maker", "status", "-placed_at", "-id"], name="order_by_status"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["maker", "-placed_at", "-id"], name="order_of_maker"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["buyer", "-placed_at", "-id"], name="order_of_buyer"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["-placed_at", "-id"], name="order_newest"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("status", "placed")), fields=["decline_by"], name="order_unanswered"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("status", "shipped")), fields=["shipped_at"], name="order_under_way"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="order_search"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("decline_by__gt", models.F("placed_at"))), name="order_window_opens_when_placed"
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contacted_at", None), ("contacted_at__gte", models.F("placed_at")), _connector="OR"
                ),
                name="order_contact_after_placed",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("items_total__gte", 0), ("shipping__gte", 0), ("tax__gte", 0), ("discount__gte", 0)
                ),
                name="order_totals_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["placed", "accepted", "shipped", "completed", "declined", "cancelled"])
                ),
                name="order_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                models.F("maker"),
                models.F("source"),
                models.F("reference"),
                condition=models.Q(("reference", ""), _negated=True),
                name="order_imported_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.UniqueConstraint(
                models.F("key"), condition=models.Q(("until", None)), name="reason_once_a_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                name="reason_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.CheckConstraint(
                condition=models.Q(("counts", False), ("fault", "maker"), _connector="OR"),
                name="reason_counts_only_where_the_maker_is_at_fault",
            ),
        ),
        migrations.AddConstraint(
            model_name="cancellation",
            constraint=models.UniqueConstraint(
                models.F("order"), condition=models.Q(("final", True)), name="cancelled_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="cancellation",
            constraint=models.UniqueConstraint(models.F("order"), models.F("key"), name="cancellation_once_a_key"),
        ),
        migrations.AddConstraint(
            model_name="cancellation",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="cancellation_of_no_negative_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="cancellation",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="cancellation_has_a_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="cancellation",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                models.F("order"), models.F("hours_left"), name="reminded_once_for_each_mark"
            ),
        ),
        migrations.AddConstraint(
            model_name="requestedline",
            constraint=models.UniqueConstraint(models.F("request"), models.F("line"), name="requested_line_once"),
        ),
        migrations.AddConstraint(
            model_name="requestedline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="requested_line_of_something"
            ),
        ),
        migrations.RunSQL(ORDER_NUMBERS, "DROP SEQUENCE order_number"),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
