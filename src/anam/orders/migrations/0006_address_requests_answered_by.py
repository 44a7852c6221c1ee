import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_initial"),
        ("orders", "0005_pictures_of_lines"),
    ]

    operations = [
        # Who waits for an answer already, waits no longer: support has it.
        migrations.AddField(
            model_name="addressrequest",
            name="answer_by",
            field=models.DateTimeField(
                default=django.utils.timezone.now, help_text="when it becomes a case for support (policy)"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="addressrequest",
            name="case",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="address_request",
                to="cases.case",
            ),
        ),
    ]
