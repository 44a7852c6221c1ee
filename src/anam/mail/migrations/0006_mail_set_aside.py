import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OUTCOMES = [
    ("", "Not looked at yet"),
    ("posted", "Posted in the Message Center"),
    ("case", "Opened a case"),
    ("answered", "Added to a case"),
    ("bounce", "Said that a letter did not arrive"),
    ("ignored", "Set aside"),
    ("refused", "Refused"),
]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mail", "0005_mail_that_comes_in"),
    ]

    operations = [
        migrations.AlterField(
            model_name="incomingmail",
            name="outcome",
            field=models.CharField(blank=True, choices=OUTCOMES, max_length=8),
        ),
        migrations.AddField(
            model_name="incomingmail",
            name="taken_back_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="incomingmail",
            name="taken_back_at",
            field=models.DateTimeField(help_text="when support took it in, though it had been set aside", null=True),
        ),
        migrations.AddIndex(
            model_name="incomingmail",
            index=models.Index(
                condition=models.Q(("outcome", "ignored"), ("raw__isnull", False)),
                fields=["-received_at", "-id"],
                name="incoming_mail_set_aside",
            ),
        ),
    ]
