import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Whose maker of it had left, but to which nothing has happened since, is off as it would have been with the next event.
OFF_WHERE_ITS_MAKER_HAS_LEFT = """
UPDATE webhook_endpoint w SET switched_off_at = clock_timestamp(), why_off = 'left'
FROM person p LEFT JOIN maker_member mm ON mm.user_id = p.id LEFT JOIN buyer_member bm ON bm.user_id = p.id
WHERE p.id = w.made_by_id AND w.switched_off_at IS NULL AND (
  NOT p.is_active OR mm.maker_id IS DISTINCT FROM w.maker_id OR bm.buyer_id IS DISTINCT FROM w.buyer_id
  OR p.is_support <> w.for_support
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0001_initial"),
        ("people", "0002_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(model_name="endpoint", old_name="user", new_name="made_by"),
        migrations.AlterField(
            model_name="endpoint",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="why_off",
            field=models.CharField(
                blank=True,
                choices=[
                    ("failing", "it did not accept an event for three days"),
                    ("gone", "it answered that it is gone (410)"),
                    ("left", "whoever added it has left"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunSQL(OFF_WHERE_ITS_MAKER_HAS_LEFT, migrations.RunSQL.noop),
    ]
