import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_roles"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="maker",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    models.Func(
                        django.db.models.functions.text.Concat("name", models.Value(" "), "place"),
                        function="search_words",
                        output_field=models.TextField(),
                    ),
                    config="simple",
                ),
                name="maker_search",
            ),
        ),
    ]
