import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration


class Migration(InitialMigration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EmailChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="email_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "email_change",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("user"), condition=models.Q(("confirmed_at", None)), name="email_change_one_waits"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("administrator", "administrator"),
                            ("orders", "orders"),
                            ("products", "products"),
                            ("read_only", "read only"),
                            ("agent", "agent"),
                            ("lead", "lead"),
                        ],
                        max_length=16,
                    ),
                ),
                ("email", models.EmailField(help_text="in lower case: nobody else may accept it", max_length=254)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "by_marketplace",
                    models.BooleanField(default=False, help_text="to whoever opens a house here, by support"),
                ),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(help_text="taken back, or sent again", null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="people.buyer",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations_sent",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="people.maker",
                    ),
                ),
            ],
            options={
                "db_table": "invitation",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("maker"),
                        models.F("buyer"),
                        models.F("email"),
                        condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                        name="invitation_one_open",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("maker", None), ("buyer", None), _connector="OR"),
                        name="invitation_to_one_house",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wants", models.CharField(choices=[("sell", "to sell"), ("buy", "to buy")], max_length=8)),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(help_text="in lower case", max_length=254)),
                ("business", models.CharField(max_length=120)),
                ("country", models.CharField(max_length=2)),
                ("about", models.TextField()),
                ("link", models.URLField(blank=True, max_length=300)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Address not confirmed"),
                            ("waiting", "Waiting"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                    ),
                ),
                ("applied_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, help_text="what the applicant reads")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.buyer"
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.maker"
                    ),
                ),
            ],
            options={
                "db_table": "application",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")), fields=["confirmed_at"], name="application_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("email"),
                        models.F("wants"),
                        condition=models.Q(("status__in", ["unconfirmed", "waiting"])),
                        name="application_one_open",
                    )
                ],
            },
        ),
    ]
