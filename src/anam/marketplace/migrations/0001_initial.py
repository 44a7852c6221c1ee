import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration

ITS_ROW = """
INSERT INTO marketplace (id, name, support_email, accent, version, has_terms, has_privacy, setup_digest,
                         mail_code_digest, mail_test_key, mail_wrong_codes, skipped)
VALUES (1, '', '', '', 1, false, false, '', '', '', 0, '[]')
"""


class Migration(InitialMigration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Marketplace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=80)),
                ("support_email", models.EmailField(blank=True, max_length=254)),
                ("accent", models.CharField(blank=True, help_text="#rrggbb, as it is in the light", max_length=7)),
                ("version", models.PositiveIntegerField(default=1)),
                ("has_terms", models.BooleanField(default=False)),
                ("has_privacy", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(null=True)),
                (
                    "setup_digest",
                    models.CharField(
                        blank=True, help_text="SHA-256 of the token of the one-time address", max_length=64
                    ),
                ),
                ("mail_code_digest", models.CharField(blank=True, max_length=64)),
                ("mail_test_key", models.CharField(blank=True, help_text="the key of the test email", max_length=120)),
                ("mail_arrived_at", models.DateTimeField(null=True)),
                ("mail_wrong_codes", models.PositiveSmallIntegerField(default=0)),
                ("skipped", models.JSONField(blank=True, default=list, help_text="steps that the operator put off")),
                ("opened_at", models.DateTimeField(help_text="when the operator said that it is set up", null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "marketplace",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="marketplace_is_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(("accent", ""), ("accent__regex", "^#[0-9a-f]{6}$"), _connector="OR"),
                        name="marketplace_accent_is_a_colour",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ITS_ROW, migrations.RunSQL.noop),
    ]
