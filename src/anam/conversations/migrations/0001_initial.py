import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration


class Migration(InitialMigration):
    dependencies = [
        ("orders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "started_by",
                    models.CharField(
                        choices=[("maker", "Maker"), ("buyer", "Buyer"), ("support", "Support")], max_length=8
                    ),
                ),
                (
                    "buyer_wrote_at",
                    models.DateTimeField(help_text="when the buyer first wrote; D4 asks for it", null=True),
                ),
                ("last_message_at", models.DateTimeField()),
                ("last_for_maker_at", models.DateTimeField(null=True)),
                ("last_for_buyer_at", models.DateTimeField(null=True)),
                ("maker_read_to", models.DateTimeField(null=True)),
                ("buyer_read_to", models.DateTimeField(null=True)),
                ("muted_at", models.DateTimeField(help_text="when the buyer muted the maker", null=True)),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
                        to="people.buyer",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
                        to="people.maker",
                    ),
                ),
                (
                    "muted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "conversation",
                "indexes": [
                    models.Index(fields=["maker", "-last_message_at", "-id"], name="conversation_of_maker"),
                    models.Index(fields=["buyer", "-last_message_at", "-id"], name="conversation_of_buyer"),
                    models.Index(
                        condition=models.Q(
                            ("last_for_maker_at__isnull", False),
                            models.Q(
                                ("maker_read_to", None),
                                ("maker_read_to__lt", models.F("last_for_maker_at")),
                                _connector="OR",
                            ),
                        ),
                        fields=["maker", "-last_message_at", "-id"],
                        name="conversation_unread_maker",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("last_for_buyer_at__isnull", False),
                            models.Q(
                                ("buyer_read_to", None),
                                ("buyer_read_to__lt", models.F("last_for_buyer_at")),
                                _connector="OR",
                            ),
                        ),
                        fields=["buyer", "-last_message_at", "-id"],
                        name="conversation_unread_buyer",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("maker"), models.F("buyer"), name="conversation_once_a_pair"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("muted_at", None), ("muted_by", None)),
                            models.Q(("muted_at__isnull", False), ("muted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="conversation_muted_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("maker", "Maker"), ("buyer", "Buyer"), ("support", "Support")], max_length=8
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("letter", "Letter"), ("decline", "Decline")], default="letter", max_length=8
                    ),
                ),
                ("body", models.TextField(blank=True, help_text="what they wrote")),
                (
                    "notes",
                    models.JSONField(
                        blank=True, db_default=[], default=list, help_text="what Anam says below it, or in its place"
                    ),
                ),
                ("sent_at", models.DateTimeField(help_text="later than every message before it in the conversation")),
                (
                    "important",
                    models.BooleanField(
                        db_default=False, default=False, help_text="about an order that was open, or calls one off"
                    ),
                ),
                (
                    "quiet",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="sent while the buyer had muted the maker: no badge, no mail",
                    ),
                ),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="messages",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "db_table": "message",
                "indexes": [
                    models.Index(fields=["conversation", "-sent_at", "-id"], name="message_of_conversation"),
                    models.Index(fields=["order", "sent_at"], name="message_of_order"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="message_search"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("order"), condition=models.Q(("kind", "decline")), name="message_one_decline_an_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", ""), _negated=True),
                            models.Q(("notes", []), _negated=True),
                            _connector="OR",
                        ),
                        name="message_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("important", False), ("quiet", False), _connector="OR"),
                        name="message_important_not_quiet",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(help_text="as in image/jpeg", max_length=10)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("small_width", models.PositiveIntegerField()),
                ("small_height", models.PositiveIntegerField()),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the whole; tells a double click from a second one", max_length=64
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="conversations.message"
                    ),
                ),
            ],
            options={
                "db_table": "message_picture",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["image/jpeg", "image/png", "image/webp"])),
                        name="picture_of_a_known_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PictureBytes",
            fields=[
                (
                    "picture",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stored",
                        serialize=False,
                        to="conversations.picture",
                    ),
                ),
                ("whole", models.BinaryField()),
                ("small", models.BinaryField()),
            ],
            options={
                "db_table": "message_picture_bytes",
            },
        ),
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
                "constraints": [
                    models.UniqueConstraint(
                        models.F("conversation"), models.F("side"), models.F("up_to"), name="reading_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField(blank=True)),
                ("sent_from", models.CharField(blank=True, help_text="the page whose words were sent", max_length=16)),
                ("changed_at", models.DateTimeField()),
                (
                    "buyer",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.buyer"),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.maker"),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "message_draft",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "maker", "buyer", "order"), name="draft_once_a_place", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
