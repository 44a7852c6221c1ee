import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def theirs(to: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=to, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0006_pictures"),
        ("orders", "0009_parts_of_an_order"),
        ("people", "0003_phone_and_lead"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField(blank=True)),
                ("sent_from", models.CharField(blank=True, help_text="the page whose words were sent", max_length=16)),
                ("changed_at", models.DateTimeField()),
                ("person", theirs(settings.AUTH_USER_MODEL)),
                ("maker", theirs("people.maker")),
                ("buyer", theirs("people.buyer")),
                ("order", theirs("orders.order", null=True)),
            ],
            options={
                "db_table": "message_draft",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["person", "maker", "buyer", "order"], name="draft_once_a_place", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
