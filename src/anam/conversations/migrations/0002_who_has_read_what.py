import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Until now, writing counted as reading, and a moment of reading as everything before it: both stay true.
NEWEST_FOR_EACH_SIDE = """
UPDATE conversation c SET
  last_for_maker_at = (SELECT max(sent_at) FROM message m WHERE m.conversation_id = c.id AND m.side <> 'maker'),
  last_for_buyer_at = (SELECT max(sent_at) FROM message m WHERE m.conversation_id = c.id AND m.side <> 'buyer')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0001_initial"),
        ("people", "0003_phone_and_lead"),
    ]

    operations = [
        migrations.RenameField("conversation", "maker_read_at", "maker_read_to"),
        migrations.RenameField("conversation", "buyer_read_at", "buyer_read_to"),
        migrations.AddField("conversation", "last_for_maker_at", models.DateTimeField(null=True)),
        migrations.AddField("conversation", "last_for_buyer_at", models.DateTimeField(null=True)),
        migrations.RunSQL(NEWEST_FOR_EACH_SIDE, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("maker", "Maker"), ("buyer", "Buyer"), ("support", "Support")], max_length=8
                    ),
                ),
                ("up_to", models.DateTimeField(help_text="when the newest message that they saw was sent")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="conversations.conversation",
                    ),
                ),
            ],
            options={
                "db_table": "conversation_reading",
                "constraints": [models.UniqueConstraint("conversation", "side", "up_to", name="reading_once")],
            },
        ),
    ]
