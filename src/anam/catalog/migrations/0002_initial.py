import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("orders", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="stockmovement",
            name="cancellation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.cancellation"
            ),
        ),
        migrations.AddField(
            model_name="stockmovement",
            name="refund",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.refund"
            ),
        ),
        migrations.AddField(
            model_name="stockmovement",
            name="line",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="movements", to="orders.line"
            ),
        ),
        migrations.AddField(
            model_name="stockmovement",
            name="maker",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.maker"),
        ),
        migrations.AddField(
            model_name="stockmovement",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="movements", to="catalog.product"
            ),
        ),
        migrations.AddField(
            model_name="storefront",
            name="maker",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="storefront", to="people.maker"
            ),
        ),
        migrations.AddConstraint(
            model_name="stockmovement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause__in", ["held", "returned"])),
                fields=("line", "cause", "cancellation", "refund"),
                name="stock_moves_once_a_line",
                nulls_distinct=False,
            ),
        ),
    ]
