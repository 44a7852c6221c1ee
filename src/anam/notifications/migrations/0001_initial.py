import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration


class Migration(InitialMigration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("history", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_party", models.CharField(help_text="maker or buyer: whose words the reader sees", max_length=8)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="history.entry",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(help_text="of a product; an entry has its own", null=True)),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.product",
                    ),
                ),
            ],
            options={
                "db_table": "history_notice",
                "indexes": [
                    models.Index(fields=["user", "-id"], name="notice_of_user"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["user"], name="notice_unread"),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("entry"), models.F("user"), name="notice_once_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at", None), ("entry__isnull", False), ("product", None)),
                            models.Q(("at__isnull", False), ("entry", None), ("product__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_of_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmailOptOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("message", "Messages not linked to an open order"),
                            ("progress", "An order was accepted, shipped or delivered"),
                            ("confirmation", "Confirmations of my own actions"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unwanted_mail",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "unwanted_mail",
                "constraints": [models.UniqueConstraint(models.F("user"), models.F("kind"), name="unwanted_mail_once")],
            },
        ),
    ]
