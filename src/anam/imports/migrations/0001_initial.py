import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration


class Migration(InitialMigration):
    dependencies = [
        ("orders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField()),
                ("what", models.CharField(help_text="order or product", max_length=8)),
                ("format", models.CharField(max_length=24)),
                ("time_zone", models.CharField(blank=True, max_length=64)),
                ("file_name", models.CharField(max_length=200)),
                ("size", models.BigIntegerField(help_text="bytes")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("checking", "Checking"),
                            ("checked", "Ready to import"),
                            ("running", "Importing"),
                            ("done", "Done"),
                            ("stopped", "Stopped"),
                            ("unusable", "Can’t be read"),
                        ],
                        default="checking",
                        max_length=12,
                    ),
                ),
                (
                    "why",
                    models.JSONField(
                        blank=True, db_default={}, default=dict, help_text="why it cannot be used, or was given up"
                    ),
                ),
                ("position", models.BigIntegerField(default=0, help_text="how many bytes are read")),
                ("read", models.IntegerField(default=0, help_text="how many orders or products are through")),
                ("ignored", models.IntegerField(default=0, help_text="columns or fields that were left unread")),
                ("would", models.JSONField(default=dict, help_text="what the dry run said")),
                ("became", models.JSONField(default=dict, help_text="what came of it so far")),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="people.maker"
                    ),
                ),
            ],
            options={
                "db_table": "import",
                "indexes": [models.Index(fields=["maker", "-id"], name="import_of_maker")],
                "constraints": [
                    models.UniqueConstraint(models.F("maker"), models.F("key"), name="import_once_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["checking", "checked", "running", "done", "stopped", "unusable"])
                        ),
                        name="import_stage_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("content", models.BinaryField()),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="imports.import"
                    ),
                ),
            ],
            options={
                "db_table": "import_piece",
                "constraints": [models.UniqueConstraint(models.F("of"), models.F("number"), name="import_piece_once")],
            },
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tried", models.BooleanField()),
                ("line_number", models.IntegerField()),
                ("name", models.CharField(max_length=300)),
                (
                    "why",
                    models.JSONField(blank=True, db_default=[], default=list, help_text="one sentence, or several"),
                ),
                (
                    "noted",
                    models.BooleanField(
                        default=False, help_text="it was not refused: there is something to know of it"
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="refusals", to="imports.import"
                    ),
                ),
            ],
            options={
                "db_table": "import_refusal",
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=32)),
                ("identity", models.CharField(max_length=120)),
                ("facts", models.JSONField(help_text="as imports.changes tells them")),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.maker"),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
                    ),
                ),
            ],
            options={
                "db_table": "import_told",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("maker"), models.F("source"), models.F("identity"), name="import_told_once"
                    )
                ],
            },
        ),
    ]
