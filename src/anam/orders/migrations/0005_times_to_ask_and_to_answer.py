from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_lines_of_a_product")]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="buyer_request_hours",
            field=models.PositiveSmallIntegerField(default=24),
        ),
        migrations.AddField(
            model_name="policy",
            name="request_answer_hours",
            field=models.PositiveSmallIntegerField(default=48),
        ),
        migrations.AddField(
            model_name="policy",
            name="support_answer_hours",
            field=models.PositiveSmallIntegerField(default=48),
        ),
    ]
