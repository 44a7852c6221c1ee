from pathlib import Path

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration

SEARCH = Path(__file__).with_name("0001_search_functions.sql").read_text()
# Where failed sign-ins are counted, for every web process alike (django.core.cache's DatabaseCache).
CACHE = """
CREATE TABLE cache_entry (
  cache_key varchar(255) NOT NULL PRIMARY KEY,
  value text NOT NULL,
  expires timestamp with time zone NOT NULL
);
CREATE INDEX cache_entry_expires ON cache_entry (expires);
"""


class Migration(InitialMigration):
    dependencies = []

    operations = [
        migrations.RunSQL(CACHE, "DROP TABLE cache_entry"),
        migrations.RunSQL([SEARCH], ["DROP FUNCTION search_words(text); DROP FUNCTION search_folded(text);"]),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("language", models.CharField(choices=[("en", "English")], default="en", max_length=10)),
                ("is_active", models.BooleanField(default=True)),
                ("phone", models.CharField(blank=True, help_text="only support sees it", max_length=40)),
                ("is_support", models.BooleanField(default=False)),
                (
                    "leads_support",
                    models.BooleanField(default=False, help_text="lead of support: policy, reasons, exports, people"),
                ),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "person",
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="person_email_once"),
                    models.CheckConstraint(
                        condition=models.Q(("leads_support", False), ("is_support", True), _connector="OR"),
                        name="person_lead_is_support",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Maker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=255)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "order_prefix",
                    models.CharField(help_text="what this maker's order numbers begin with", max_length=8),
                ),
            ],
            options={
                "db_table": "maker",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector(
                            models.Func(
                                django.db.models.functions.text.Concat("name", models.Value(" "), "place"),
                                function="search_words",
                                output_field=models.TextField(),
                            ),
                            config="simple",
                        ),
                        name="maker_search",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Buyer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=255)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "buyer",
            },
        ),
        migrations.CreateModel(
            name="MakerMember",
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
                        ],
                        default="administrator",
                        max_length=16,
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="people.maker"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="maker_member",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "maker_member",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ("owner", "administrator", "orders", "products", "read_only"))),
                        name="maker_member_role",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BuyerMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="people.buyer"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="buyer_member",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("administrator", "administrator"),
                            ("orders", "orders"),
                            ("products", "products"),
                            ("read_only", "read only"),
                        ],
                        default="administrator",
                        max_length=16,
                    ),
                ),
            ],
            options={
                "db_table": "buyer_member",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ("owner", "administrator", "orders", "read_only"))),
                        name="buyer_member_role",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "db_table": "session",
                "abstract": False,
            },
        ),
    ]
