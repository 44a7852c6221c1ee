import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration

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
    policy = apps.get_model("policy", "Policy").objects.create(why="What the marketplace begins with")
    Reason = apps.get_model("policy", "Reason")
    Reason.objects.bulk_create(
        Reason(position=place * 10, since=policy, **dict(zip(_COLUMNS, reason, strict=True)))
        for place, reason in enumerate(REASONS)
    )


class Migration(InitialMigration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("confirm_card_hours", models.PositiveSmallIntegerField(default=72)),
                ("return_days", models.PositiveSmallIntegerField(default=14)),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decline_window_hours__gte", 1), ("decline_window_hours__lte", 720)),
                        name="policy_window_of_an_hour_to_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("buyer_request_hours__range", (1, 720)),
                            ("complete_after_days__range", (1, 720)),
                            ("confirm_card_hours__range", (1, 720)),
                            ("first_reminder_hours__range", (1, 720)),
                            ("last_reminder_hours__range", (1, 720)),
                            ("request_answer_hours__range", (1, 720)),
                            ("return_days__range", (1, 720)),
                            ("support_answer_hours__range", (1, 720)),
                        ),
                        name="policy_times_of_an_hour_to_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_reminder_hours__lt", models.F("first_reminder_hours"))),
                        name="policy_last_reminder_comes_last",
                    ),
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="policy_says_why"),
                ],
            },
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policy.policy"
                    ),
                ),
                (
                    "until",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policy.policy"
                    ),
                ),
            ],
            options={
                "db_table": "cancellation_reason",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("key"), condition=models.Q(("until", None)), name="reason_once_a_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                        name="reason_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("counts", False), ("fault", "maker"), _connector="OR"),
                        name="reason_counts_only_where_the_maker_is_at_fault",
                    ),
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
