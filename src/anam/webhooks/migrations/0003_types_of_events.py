import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0002_of_the_house"),
    ]

    operations = [
        migrations.AddField(
            model_name="endpoint",
            name="types",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                db_default=[],
                default=list,
                help_text="of events that are sent; empty: all",
                size=None,
            ),
        ),
    ]
