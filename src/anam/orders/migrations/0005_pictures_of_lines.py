from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0004_address_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name="line",
            name="picture",
            field=models.CharField(
                blank=True, default="", db_default="", help_text="the key of its product's", max_length=74
            ),
        ),
    ]
