import django.db.models.deletion
from django.db import migrations, models

from anam.initial import InitialMigration


# Apart from the first, because foreign keys go in a circle: orders name products, and these name orders.
class Migration(InitialMigration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("orders", "0001_initial"),
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
                (
                    "cancellation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.cancellation",
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.refund"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="movements",
                        to="orders.line",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.maker"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="movements", to="catalog.product"
                    ),
                ),
            ],
            options={
                "db_table": "stock_movement",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cause__in", ["held", "returned"])),
                        fields=("line", "cause", "cancellation", "refund"),
                        name="stock_moves_once_a_line",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
