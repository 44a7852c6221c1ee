import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StockMovement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.IntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("counted", "Counted"),
                            ("held", "Reserved"),
                            ("returned", "Returned"),
                            ("zeroed", "Zeroed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "stock_movement",
            },
        ),
        migrations.CreateModel(
            name="Storefront",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tagline", models.CharField(blank=True, max_length=160)),
                ("story", models.TextField(blank=True)),
                ("currency", models.CharField(default="USD", max_length=3)),
                ("order_minimum", models.BigIntegerField(default=0)),
                ("shipping", models.BigIntegerField(default=0, help_text="what one order's shipping costs at most")),
                ("lead_time_days", models.PositiveSmallIntegerField(default=10)),
                ("open", models.BooleanField(default=True)),
            ],
            options={
                "db_table": "storefront",
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sku", models.CharField(max_length=255)),
                ("title", models.CharField(max_length=1100)),
                ("description", models.TextField(blank=True)),
                ("unit_price", models.BigIntegerField()),
                ("stock", models.IntegerField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "source_key",
                    models.CharField(
                        blank=True,
                        help_text="what an import knows it by: 32 digits of the product, 32 of the variant",
                        max_length=64,
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="products", to="people.maker"
                    ),
                ),
            ],
            options={
                "db_table": "product",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector(
                            models.Func(
                                django.db.models.functions.text.Concat("title", models.Value(" "), "sku"),
                                function="search_words",
                                output_field=models.TextField(),
                            ),
                            config="simple",
                        ),
                        name="product_search",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("maker"), models.F("sku"), name="product_sku_once_a_maker"),
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("maker", "source_key"),
                        name="product_imported_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("stock__gte", 0)), name="product_stock_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(("unit_price__gte", 0)), name="product_price_not_negative"
                    ),
                ],
            },
        ),
    ]
