from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_fewer_indexes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("removed__gt", 0)), fields=["maker", "placed_at"], name="order_in_part"
            ),
        ),
    ]
