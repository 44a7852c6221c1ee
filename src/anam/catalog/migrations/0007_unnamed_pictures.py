import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0006_product_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnnamedPicture",
            fields=[
                ("key", models.CharField(max_length=74, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "picture_unnamed",
            },
        ),
    ]
