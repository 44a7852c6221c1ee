import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration

# Counting calls must not wait for the disk; a crash forgets one minute's count, and nothing else.
COUNTED_IN_MEMORY = "ALTER TABLE api_use SET UNLOGGED"


class Migration(InitialMigration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("ending", models.CharField(help_text="its last characters, to tell one from another", max_length=4)),
                ("reads_only", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(help_text="to the minute", null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "api_token",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("user"),
                        models.F("name"),
                        condition=models.Q(("revoked_at", None)),
                        name="token_name_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="token_has_a_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Use",
            fields=[
                ("token_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
                ("calls", models.IntegerField()),
            ],
            options={
                "db_table": "api_use",
            },
        ),
        migrations.CreateModel(
            name="IdempotentResponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=255)),
                ("fingerprint", models.CharField(help_text="of the address and the body", max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("content_type", models.CharField(max_length=60)),
                ("body", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "api_kept_answer",
                "indexes": [models.Index(fields=["at"], name="kept_answer_by_age")],
                "constraints": [
                    models.UniqueConstraint(models.F("user"), models.F("key"), name="kept_answer_once_a_key")
                ],
            },
        ),
        migrations.RunSQL(COUNTED_IN_MEMORY, "ALTER TABLE api_use SET LOGGED"),
    ]
