import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tell_buyer", "Tell the buyer"),
                            ("late_decline", "Too late to decline"),
                            ("complaint", "Problem with an order"),
                            ("request", "Buyer request not answered"),
                            ("mail", "Email to support"),
                            ("undelivered", "Not reached by email"),
                            ("money", "Payment issue"),
                            ("dispute", "Disputed payment"),
                            ("report", "Reported message"),
                            ("return", "Return"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "subject",
                    models.CharField(blank=True, help_text="as whoever wrote an e-mail calls it", max_length=200),
                ),
                (
                    "about",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="what Anam calls it, where nobody does, and what it asks itself",
                    ),
                ),
                ("message", models.TextField(blank=True, help_text="what was asked, in the words of whoever asked")),
                (
                    "opened_as",
                    models.CharField(
                        choices=[
                            ("maker", "Maker"),
                            ("buyer", "Buyer"),
                            ("support", "Support"),
                            ("outside", "Outside"),
                            ("anam", "Anam"),
                        ],
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField(help_text="when support's time to answer ends (policy)")),
                (
                    "outside_email",
                    models.EmailField(blank=True, help_text="of somebody who is no member", max_length=254),
                ),
                (
                    "explanation",
                    models.TextField(blank=True, help_text="the buyer reads it once the order is declined"),
                ),
                ("note", models.TextField(blank=True, help_text="only the maker and support read it")),
                ("dispute", models.CharField(help_text="as the payment gateway calls it", max_length=80, null=True)),
                ("stock", models.JSONField(default=dict, help_text="return, zero or keep, by line id")),
                (
                    "quantities",
                    models.JSONField(default=dict, help_text="how many, by line id; empty: the whole order"),
                ),
                ("in_time", models.BooleanField(null=True)),
                (
                    "answered_at",
                    models.DateTimeField(help_text="when support first said something to whoever asked", null=True),
                ),
                (
                    "escalated_at",
                    models.DateTimeField(help_text="when support's lead was told that nobody answers", null=True),
                ),
                ("told_how", models.CharField(blank=True, max_length=8)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declined", "Declined for the maker"),
                            ("refused", "Refused"),
                            ("handed_back", "Returned to maker"),
                            ("answered", "Answered"),
                            ("overtaken", "Settled by what happened meanwhile"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("closing_words", models.TextField(blank=True, help_text="of whoever closed it")),
                (
                    "closed_because",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="why it closed, where nobody says so in their own words",
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "search",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="what it is found by; the database writes it", null=True
                    ),
                ),
            ],
            options={
                "db_table": "support_case",
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)), fields=["answer_by", "id"], name="case_by_urgency"
                    ),
                    models.Index(fields=["-closed_at", "-id"], name="case_closed"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="case_search"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("outcome", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="case_closed_with_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None), ("closed_at__gte", models.F("opened_at")), _connector="OR"
                        ),
                        name="case_times",
                    ),
                    models.UniqueConstraint(models.F("dispute"), name="case_one_a_dispute"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("note", "Note"), ("letter", "Letter"), ("answer", "Answer"), ("event", "Event")],
                        max_length=8,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("maker", "Maker"),
                            ("buyer", "Buyer"),
                            ("support", "Support"),
                            ("outside", "Outside"),
                            ("anam", "Anam"),
                        ],
                        max_length=8,
                    ),
                ),
                ("to", models.CharField(blank=True, help_text="maker, buyer or outside, of a letter", max_length=8)),
                ("body", models.TextField(blank=True, help_text="what somebody said")),
                (
                    "event",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="what happened, or what Anam says beside their words",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "support_case_entry",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", ""), _negated=True),
                            models.Q(("event", {}), _negated=True),
                            _connector="OR",
                        ),
                        name="case_entry_says_something",
                    )
                ],
            },
        ),
    ]
