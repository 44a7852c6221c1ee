import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("people", "0003_phone_and_lead")]

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
                        models.F("user"), models.F("name"), condition=models.Q(revoked_at=None), name="token_name_once"
                    ),
                    models.CheckConstraint(condition=~models.Q(name=""), name="token_has_a_name"),
                ],
            },
        ),
    ]  # fmt: skip
