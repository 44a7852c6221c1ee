import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration


# Apart from the first, because foreign keys go in a circle: cases name emails, and these name cases.
class Migration(InitialMigration):
    dependencies = [
        ("cases", "0001_initial"),
        ("conversations", "0001_initial"),
        ("mail", "0001_initial"),
        ("orders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="email",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="emails", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="email",
            name="conversation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="conversations.conversation",
            ),
        ),
        migrations.AddField(
            model_name="email",
            name="order",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="emails", to="orders.order"
            ),
        ),
        migrations.AddField(
            model_name="email",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="emails",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="email",
            name="shows_address",
            field=models.BooleanField(
                db_default=False, default=False, help_text="put in when it is sent: mail/address_block.py"
            ),
        ),
        migrations.AddIndex(
            model_name="email",
            index=models.Index(
                condition=models.Q(("failed_at__isnull", False)), fields=["order"], name="failed_about_order"
            ),
        ),
        migrations.AddIndex(
            model_name="email",
            index=models.Index(
                condition=models.Q(("failed_at__isnull", False)), fields=["conversation"], name="failed_about_talk"
            ),
        ),
        migrations.CreateModel(
            name="IncomingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("header_id", models.CharField(help_text="its Message-ID", max_length=300)),
                (
                    "recipient",
                    models.CharField(help_text="which of our addresses it came to, in lower case", max_length=320),
                ),
                (
                    "envelope_from",
                    models.CharField(blank=True, help_text="empty for what must not be answered", max_length=320),
                ),
                (
                    "sender",
                    models.CharField(
                        blank=True, help_text="the address in its From line, in lower case", max_length=320
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("received_at", models.DateTimeField()),
                ("raw", models.BinaryField(null=True)),
                ("left_out", models.TextField(blank=True)),
                ("quoted", models.TextField(blank=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not looked at yet"),
                            ("posted", "Posted in the Message Center"),
                            ("case", "Opened a case"),
                            ("answered", "Added to a case"),
                            ("bounce", "Said that a letter did not arrive"),
                            ("ignored", "Set aside"),
                            ("refused", "Refused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("why", models.JSONField(blank=True, db_default={}, default=dict)),
                (
                    "taken_back_at",
                    models.DateTimeField(help_text="when support took it in, though it had been set aside", null=True),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "email",
                    models.ForeignKey(
                        help_text="the one it answers",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="answers",
                        to="mail.email",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="cases.caseentry"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "incoming_mail",
                "indexes": [
                    models.Index(fields=["sender", "-received_at"], name="incoming_mail_of_sender"),
                    models.Index(
                        condition=models.Q(("outcome", "ignored"), ("raw__isnull", False)),
                        fields=["-received_at", "-id"],
                        name="incoming_mail_set_aside",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("header_id"), models.F("recipient"), name="incoming_mail_once")
                ],
            },
        ),
    ]
