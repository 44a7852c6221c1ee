import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration


class Migration(InitialMigration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(help_text="the address that the form is sent to", max_length=300)),
                (
                    "fields",
                    models.TextField(blank=True, help_text="JSON, each name with its values; empty once it was sent"),
                ),
                ("sent_from", models.CharField(blank=True, help_text="the page whose words were sent", max_length=16)),
                (
                    "once",
                    models.BooleanField(
                        default=False, help_text="offered once: its form does not say when it was sent"
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "form_draft",
                "indexes": [models.Index(fields=["changed_at"], name="form_draft_by_age")],
                "constraints": [models.UniqueConstraint(fields=("person", "place"), name="form_draft_once_a_place")],
            },
        ),
    ]
