import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("message", "Messages that are about no open order"),
    ("progress", "An order was accepted, shipped or delivered"),
    ("confirmation", "What I did myself: that it was done"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0003_the_providers_name_of_a_letter"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Unwanted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=24)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unwanted_mail",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"db_table": "unwanted_mail"},
        ),
        migrations.AddConstraint(
            model_name="unwanted",
            constraint=models.UniqueConstraint(models.F("user"), models.F("kind"), name="unwanted_mail_once"),
        ),
    ]
