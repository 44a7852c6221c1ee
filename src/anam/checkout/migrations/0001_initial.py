import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration


class Migration(InitialMigration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("payments", "0001_initial"),
        ("postal", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BasketLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="basket", to="people.buyer"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.product"
                    ),
                ),
            ],
            options={
                "db_table": "basket_line",
                "constraints": [
                    models.UniqueConstraint(models.F("buyer"), models.F("product"), name="basket_line_once_a_product")
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("under_way", "Under Way"), ("placed", "Placed"), ("failed", "Failed")],
                        default="under_way",
                        max_length=12,
                    ),
                ),
                ("why", models.JSONField(blank=True, db_default={}, default=dict)),
                ("begun_at", models.DateTimeField()),
                ("claimed_until", models.DateTimeField(null=True)),
                (
                    "page",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.gatewaypage",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.buyer"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ship_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="postal.postaladdress",
                    ),
                ),
            ],
            options={
                "db_table": "checkout",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "under_way")), fields=["begun_at"], name="checkout_under_way"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckoutPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shipping", models.BigIntegerField()),
                (
                    "why",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="why its order was not placed, though others were",
                    ),
                ),
                (
                    "checkout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="checkout.checkout"
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.payment"
                    ),
                ),
            ],
            options={
                "db_table": "checkout_part",
                "constraints": [
                    models.UniqueConstraint(models.F("checkout"), models.F("maker"), name="checkout_part_once_a_maker")
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckoutItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                ("unit_price", models.BigIntegerField()),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.product"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="checkout.checkoutpart"
                    ),
                ),
            ],
            options={
                "db_table": "checkout_item",
            },
        ),
    ]
