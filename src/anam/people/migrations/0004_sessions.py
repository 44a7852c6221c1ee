from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import migrations, models
from django.utils import timezone


def keep_signed_in(apps: Any, editor: Any) -> None:
    """Whoever was signed in before stays so; the table in which Django kept sessions goes."""
    session, person = apps.get_model("people", "Session"), apps.get_model("people", "User")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    with editor.connection.cursor() as cursor:
        if "django_session" not in editor.connection.introspection.table_names(cursor):
            return
        cursor.execute(
            "SELECT session_key, session_data, expire_date FROM django_session WHERE expire_date > %s", [timezone.now()]
        )
        people = set(person.objects.values_list("pk", flat=True))
        for key, data, expires in cursor.fetchall():
            of = int(store.decode(data).get(SESSION_KEY, 0))
            whose = of if of in people else None
            session.objects.create(session_key=key, session_data=data, expire_date=expires, person_id=whose)
        cursor.execute("DROP TABLE django_session")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_maker_search"),
    ]

    operations = [
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
        migrations.RunPython(keep_signed_in, migrations.RunPython.noop),
    ]
