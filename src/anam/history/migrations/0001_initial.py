import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration

ONLY_ADDED_TO = """
CREATE FUNCTION history_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'history entries are only ever added (D12): % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER history_entry_stays BEFORE UPDATE OR DELETE ON history_entry
  FOR EACH ROW EXECUTE FUNCTION history_is_only_added_to();
CREATE TRIGGER history_entry_is_not_emptied BEFORE TRUNCATE ON history_entry
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_only_added_to();
"""
# Every entry is an event, whoever writes it; its place in the feed is given later, when all before it is committed.
FEED = """
CREATE FUNCTION history_entry_is_an_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO history_event (entry_id, maker_id, buyer_id)
    SELECT added.id, added.maker_id, o.buyer_id FROM added JOIN orders_order o ON o.id = added.order_id;
  RETURN NULL;
END $$;
CREATE TRIGGER history_entry_is_an_event AFTER INSERT ON history_entry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION history_entry_is_an_event();
"""


class Migration(InitialMigration):
    dependencies = [
        ("orders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("actor_as", models.CharField(help_text="maker, buyer, support or anam", max_length=16)),
                ("at", models.DateTimeField()),
                (
                    "policy_id",
                    models.BigIntegerField(help_text="the version of the policy that the order was placed under"),
                ),
                ("facts", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "db_table": "history_entry",
                "indexes": [models.Index(fields=["order", "at"], name="history_of_order")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="event",
                        serialize=False,
                        to="history.entry",
                    ),
                ),
                (
                    "seq",
                    models.BigIntegerField(help_text="its place in the feed; empty: none yet", null=True, unique=True),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.buyer"
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
                    ),
                ),
            ],
            options={
                "db_table": "history_event",
                "indexes": [
                    models.Index(fields=["maker", "seq"], name="event_of_maker"),
                    models.Index(fields=["buyer", "seq"], name="event_of_buyer"),
                    models.Index(condition=models.Q(("seq", None)), fields=["entry"], name="event_unnumbered"),
                ],
            },
        ),
        migrations.RunSQL(ONLY_ADDED_TO, "DROP FUNCTION history_is_only_added_to() CASCADE"),
        migrations.RunSQL(FEED, "DROP FUNCTION history_entry_is_an_event() CASCADE"),
    ]
