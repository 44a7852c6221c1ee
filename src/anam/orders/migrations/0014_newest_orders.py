from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0013_note_of_a_removed_part")]
    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["-placed_at", "-id"], name="order_newest"),
        ),
    ]
