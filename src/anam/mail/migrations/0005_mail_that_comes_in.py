import django.db.models.deletion
from django.db import migrations, models

OUTCOMES = [
    ("", "Not looked at yet"),
    ("posted", "Posted in the Message Center"),
    ("case", "Opened a case"),
    ("answered", "Added to a case"),
    ("bounce", "Said that a letter did not arrive"),
    ("ignored", "Written by a program"),
    ("refused", "Refused"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_cases"),
        ("conversations", "0001_initial"),
        ("mail", "0004_unwanted_mail"),
    ]

    operations = [
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
                ("outcome", models.CharField(blank=True, choices=OUTCOMES, max_length=8)),
                ("why", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        help_text="the one it answers",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="answers",
                        to="mail.letter",
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
            ],
            options={
                "db_table": "incoming_mail",
                "indexes": [models.Index(fields=["sender", "-received_at"], name="incoming_mail_of_sender")],
                "constraints": [
                    models.UniqueConstraint(models.F("header_id"), models.F("recipient"), name="incoming_mail_once")
                ],
            },
        ),
    ]
