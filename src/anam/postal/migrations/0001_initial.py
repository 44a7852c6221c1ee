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
            name="PostalAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=255)),
                ("company", models.CharField(blank=True, max_length=255)),
                ("line1", models.CharField(blank=True, max_length=255)),
                ("line2", models.CharField(blank=True, max_length=255)),
                ("city", models.CharField(blank=True, max_length=255)),
                ("region", models.CharField(blank=True, max_length=255)),
                ("postal_code", models.CharField(blank=True, max_length=255)),
                ("country", models.CharField(max_length=2)),
                ("phone", models.CharField(blank=True, max_length=255)),
                ("doubts", models.JSONField(default=list, help_text="the fields that seemed wrong when it came")),
                (
                    "confirmed",
                    models.BooleanField(default=False, help_text="somebody said that it is right all the same"),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("blanked_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "postal_address",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("blanked_at", None),
                            models.Q(
                                ("company", ""),
                                ("line1", ""),
                                ("line2", ""),
                                ("name", ""),
                                ("phone", ""),
                                ("postal_code", ""),
                                ("region", ""),
                            ),
                            _connector="OR",
                        ),
                        name="postal_address_blanked_is_blank",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShopAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "preferred",
                    models.BooleanField(default=False, help_text="chosen at checkout unless somebody chooses another"),
                ),
                (
                    "address",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="postal.postaladdress"
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="addresses", to="people.buyer"
                    ),
                ),
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
                "db_table": "shop_address",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("buyer"), condition=models.Q(("preferred", True)), name="shop_address_one_preferred"
                    )
                ],
            },
        ),
    ]
