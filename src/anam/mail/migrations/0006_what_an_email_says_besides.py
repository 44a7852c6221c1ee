import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_entries_are_only_ever_added"),
        ("mail", "0005_mail_that_comes_in"),
    ]

    operations = [
        migrations.AddField(
            "incomingmail", "left_out", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField("incomingmail", "quoted", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField(
            "incomingmail",
            "entry",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="cases.caseentry"
            ),
        ),
    ]
