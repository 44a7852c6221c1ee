from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0008_restock_alert"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShopWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("uses", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "shop_word",
            },
        ),
    ]
