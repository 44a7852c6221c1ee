import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0009_shop_words"),
        ("people", "0003_maker_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("retired_at", None), models.Q(("kind", ""), _negated=True)),
                fields=["kind"],
                name="product_of_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="storefront",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    models.Func("tagline", function="search_words", output_field=models.TextField()), config="simple"
                ),
                name="storefront_search",
            ),
        ),
    ]
