from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_fewer_indexes")]

    operations = [
        migrations.AddIndex(
            model_name="paymentoperation",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "sent", "processing", "unknown", "refused", "failed"])),
                fields=["queued_at"],
                name="operation_not_done",
            ),
        ),
        migrations.RemoveIndex(model_name="paymentoperation", name="operation_open"),
    ]
