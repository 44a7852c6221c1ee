from django.db import migrations, models

from anam.initial import InitialMigration


class Migration(InitialMigration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Email",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("kind", models.CharField(default="important", help_text="what preferences call it", max_length=24)),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "claimed_at",
                    models.DateTimeField(help_text="when somebody began to hand it to the mail server", null=True),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(help_text="when we learned that it did not arrive", null=True)),
                (
                    "failure",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="why it did not arrive: what the mail server said",
                    ),
                ),
                (
                    "provider_id",
                    models.CharField(blank=True, help_text="what the mail provider calls it", max_length=200),
                ),
            ],
            options={
                "db_table": "email",
                "indexes": [
                    models.Index(fields=["-id"], name="letter_newest"),
                    models.Index(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=["provider_id"],
                        name="letter_of_provider",
                    ),
                ],
            },
        ),
    ]
