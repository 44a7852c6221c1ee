import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0004_messages_can_be_searched"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "conversation", "muted_at", models.DateTimeField(help_text="when the buyer muted the maker", null=True)
        ),
        migrations.AddField(
            "conversation",
            "muted_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "message",
            "important",
            models.BooleanField(
                db_default=False, default=False, help_text="about an order that was open, or calls one off"
            ),
        ),
        migrations.AddField(
            "message",
            "quiet",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="sent while the buyer had muted the maker: no badge, no mail",
            ),
        ),
        migrations.AddConstraint(
            "conversation",
            models.CheckConstraint(
                condition=Q(muted_at=None, muted_by=None) | Q(muted_at__isnull=False, muted_by__isnull=False),
                name="conversation_muted_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(condition=Q(important=False) | Q(quiet=False), name="message_important_not_quiet"),
        ),
    ]
