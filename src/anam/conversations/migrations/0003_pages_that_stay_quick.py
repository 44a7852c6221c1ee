from django.db import migrations, models
from django.db.models import F, Q


def unread(side: str) -> Q:
    return Q(**{f"last_for_{side}_at__isnull": False}) & (
        Q(**{f"{side}_read_to": None}) | Q(**{f"{side}_read_to__lt": F(f"last_for_{side}_at")})
    )


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_who_has_read_what")]

    operations = [
        migrations.RemoveIndex("conversation", "conversation_of_maker"),
        migrations.RemoveIndex("conversation", "conversation_of_buyer"),
        migrations.RemoveIndex("message", "message_of_conversation"),
        migrations.AlterField(
            "message",
            "sent_at",
            models.DateTimeField(help_text="later than every message before it in the conversation"),
        ),
        migrations.AddIndex(
            "conversation", models.Index(fields=["maker", "-last_message_at", "-id"], name="conversation_of_maker")
        ),
        migrations.AddIndex(
            "conversation", models.Index(fields=["buyer", "-last_message_at", "-id"], name="conversation_of_buyer")
        ),
        migrations.AddIndex(
            "message", models.Index(fields=["conversation", "-sent_at", "-id"], name="message_of_conversation")
        ),
        *(
            migrations.AddIndex(
                "conversation",
                models.Index(
                    fields=[side, "-last_message_at", "-id"], condition=unread(side), name=f"conversation_unread_{side}"
                ),
            )
            for side in ("maker", "buyer")
        ),
    ]
