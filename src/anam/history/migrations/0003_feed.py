import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0002_entries_are_only_ever_added"),
        ("people", "0003_phone_and_lead"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="event",
                        serialize=False, to="history.entry",
                    ),
                ),
                (
                    "seq",
                    models.BigIntegerField(null=True, unique=True, help_text="its place in the feed; empty: none yet"),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="people.maker",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="people.buyer",
                    ),
                ),
            ],
            options={
                "db_table": "history_event",
                "indexes": [
                    models.Index(fields=["maker", "seq"], name="event_of_maker"),
                    models.Index(fields=["buyer", "seq"], name="event_of_buyer"),
                    models.Index(fields=["entry"], name="event_unnumbered", condition=models.Q(seq=None)),
                ],
            },
        ),
    ]  # fmt: skip
