from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_fewer_indexes"),
        ("people", "0001_initial"),
        ("policy", "0001_initial"),
        ("postal", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("removed__gt", 0)), fields=["maker", "placed_at"], name="order_in_part"
            ),
        ),
    ]
