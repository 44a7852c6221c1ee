import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0007_a_reason_once_a_version"),
        ("people", "0003_phone_and_lead"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
            options={
                "db_table": "cancellation_request",
            },
        ),
        migrations.CreateModel(
            name="RequestedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.IntegerField()),
            ],
            options={
                "db_table": "requested_line",
            },
        ),
        migrations.AddField(
            model_name="cancellationrequest",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cancellationrequest",
            name="asked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cancellationrequest",
            name="maker",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
        ),
        migrations.AddField(
            model_name="cancellationrequest",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="orders.order"
            ),
        ),
        migrations.AddField(
            model_name="requestedline",
            name="line",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.line"),
        ),
        migrations.AddField(
            model_name="requestedline",
            name="maker",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
        ),
        migrations.AddField(
            model_name="requestedline",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.cancellationrequest"
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
            model_name="requestedline",
            constraint=models.UniqueConstraint(models.F("request"), models.F("line"), name="requested_line_once"),
        ),
        migrations.AddConstraint(
            model_name="requestedline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="requested_line_of_something"
            ),
        ),
    ]
