import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ONLY_ADDED_TO = """
CREATE FUNCTION case_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was said in a case is only ever added to: % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER case_entry_stays BEFORE UPDATE OR DELETE ON support_case_entry
  FOR EACH ROW EXECUTE FUNCTION case_is_only_added_to();
CREATE TRIGGER case_entry_is_not_emptied BEFORE TRUNCATE ON support_case_entry
  FOR EACH STATEMENT EXECUTE FUNCTION case_is_only_added_to();
"""
# Written by the database, so that whoever opens a case needs to know nothing of it, nor ask for the names. Of what Anam
# calls the case it holds the names, and the code in a weight of its own: its words depend on who reads them.
FOUND_BY = """
CREATE FUNCTION case_is_found_by() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search := to_tsvector('simple', search_words(concat_ws(' ', NEW.subject, left(NEW.message, 100000),
    NEW.outside_email,
    (SELECT string_agg(named #>> '{}', ' ') FROM jsonb_path_query(NEW.about,
      '$.keyvalue() ? (@.key != "code").value ? (@.type() == "string")') AS named),
    (SELECT string_agg(named #>> '{}', ' ') FROM jsonb_path_query(NEW.about,
      '$.* ? (@.type() == "object").keyvalue() ? (@.key != "code").value.** ? (@.type() == "string")') AS named),
    (SELECT concat_ws(' ', number, reference) FROM orders_order WHERE id = NEW.order_id),
    (SELECT name FROM maker WHERE id = NEW.maker_id),
    (SELECT name FROM buyer WHERE id = NEW.buyer_id),
    (SELECT concat_ws(' ', name, email) FROM person WHERE id = NEW.opened_by_id))))
    || setweight(to_tsvector('simple', coalesce(replace(NEW.about ->> 'code', '_', ''), '')), 'C');
  RETURN NEW;
END $$;
CREATE TRIGGER case_is_found_by BEFORE INSERT OR UPDATE OF subject, about, message, outside_email, order_id, maker_id,
  buyer_id, opened_by_id ON support_case FOR EACH ROW EXECUTE FUNCTION case_is_found_by();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("conversations", "0001_initial"),
        ("mail", "0001_initial"),
        ("orders", "0001_initial"),
        ("payments", "0001_initial"),
        ("people", "0001_initial"),
        ("policy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="about_message",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="conversations.message"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="assigned_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="buyer",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.buyer"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="closed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="email",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="mail.email"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="maker",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="opened_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="operation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.paymentoperation"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="payment",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.payment"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="order",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="orders.order"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="reason",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policy.reason"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="request",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="orders.cancellationrequest",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="told_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="caseentry",
            name="author",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="caseentry",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="cases.case"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["assigned_to", "answer_by"], name="case_of_agent"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["order", "id"], name="case_of_order"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["tell_buyer", "late_decline"]), _negated=True),
                    models.Q(
                        ("in_time__isnull", False),
                        ("order__isnull", False),
                        ("reason__isnull", False),
                        models.Q(("explanation", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_of_the_road_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("told_at", None), ("told_by", None), ("told_how", "")),
                    models.Q(
                        ("told_at__isnull", False),
                        ("told_by__isnull", False),
                        ("told_how__in", ["email", "phone", "other"]),
                    ),
                    _connector="OR",
                ),
                name="case_told_how_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                models.F("order"),
                condition=models.Q(("closed_at", None), ("kind__in", ["tell_buyer", "late_decline"])),
                name="case_one_open_road_an_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                models.F("operation"), condition=models.Q(("closed_at", None)), name="case_one_open_an_operation"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                models.F("payment"), condition=models.Q(("closed_at", None)), name="case_one_open_a_payment"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(models.F("email"), name="case_one_an_email"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(models.F("request"), name="case_one_a_request"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                models.F("about_message"),
                condition=models.Q(("closed_at", None), ("kind", "report")),
                name="case_one_open_a_reported_message",
            ),
        ),
        migrations.AddIndex(
            model_name="caseentry",
            index=models.Index(fields=["case", "at", "id"], name="case_entry_of_case"),
        ),
        migrations.RunSQL(ONLY_ADDED_TO, "DROP FUNCTION case_is_only_added_to() CASCADE"),
        migrations.RunSQL(FOUND_BY, "DROP TRIGGER case_is_found_by ON support_case; DROP FUNCTION case_is_found_by()"),
    ]
