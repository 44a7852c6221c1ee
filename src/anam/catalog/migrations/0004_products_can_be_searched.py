import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models
from django.db.models.functions import Concat


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_stock_of_removed_parts"), ("people", "0004_words_as_they_are_looked_for")]
    operations = [
        migrations.AddIndex(
            "product",
            django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    models.Func(
                        Concat("title", models.Value(" "), "sku"),
                        function="search_words",
                        output_field=models.TextField(),
                    ),
                    config="simple",
                ),
                name="product_search",
            ),
        ),
    ]
