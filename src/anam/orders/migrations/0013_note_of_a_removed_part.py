from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0012_reasons_count_by_fault")]
    operations = [
        migrations.AddField(
            model_name="removal",
            name="note",
            field=models.TextField(blank=True, default="", help_text="only the maker and support read it"),
        ),
    ]
