from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_cache_table")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="leads_support",
            field=models.BooleanField(default=False, help_text="is told when a case is not answered in time"),
        ),
        migrations.AddField(
            model_name="user",
            name="phone",
            field=models.CharField(blank=True, help_text="only support sees it", max_length=40),
        ),
    ]
