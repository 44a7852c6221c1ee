import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration

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


class Migration(InitialMigration):
    dependencies = [
        ("conversations", "0001_initial"),
        ("mail", "0001_initial"),
        ("orders", "0001_initial"),
        ("payments", "0001_initial"),
        ("policy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tell_buyer", "Tell the buyer"),
                            ("late_decline", "Too late to decline"),
                            ("complaint", "Problem with an order"),
                            ("request", "Buyer request not answered"),
                            ("mail", "Email to support"),
                            ("undelivered", "Not reached by email"),
                            ("money", "Payment issue"),
                            ("dispute", "Disputed payment"),
                            ("report", "Reported message"),
                            ("return", "Return"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "subject",
                    models.CharField(blank=True, help_text="as whoever wrote an e-mail calls it", max_length=200),
                ),
                (
                    "about",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="what Anam calls it, where nobody does, and what it asks itself",
                    ),
                ),
                ("message", models.TextField(blank=True, help_text="what was asked, in the words of whoever asked")),
                (
                    "opened_as",
                    models.CharField(
                        choices=[
                            ("maker", "Maker"),
                            ("buyer", "Buyer"),
                            ("support", "Support"),
                            ("outside", "Outside"),
                            ("anam", "Anam"),
                        ],
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField(help_text="when support's time to answer ends (policy)")),
                (
                    "outside_email",
                    models.EmailField(blank=True, help_text="of somebody who is no member", max_length=254),
                ),
                (
                    "explanation",
                    models.TextField(blank=True, help_text="the buyer reads it once the order is declined"),
                ),
                ("note", models.TextField(blank=True, help_text="only the maker and support read it")),
                ("dispute", models.CharField(help_text="as the payment gateway calls it", max_length=80, null=True)),
                ("stock", models.JSONField(default=dict, help_text="return, zero or keep, by line id")),
                (
                    "quantities",
                    models.JSONField(default=dict, help_text="how many, by line id; empty: the whole order"),
                ),
                ("in_time", models.BooleanField(null=True)),
                (
                    "answered_at",
                    models.DateTimeField(help_text="when support first said something to whoever asked", null=True),
                ),
                (
                    "escalated_at",
                    models.DateTimeField(help_text="when support's lead was told that nobody answers", null=True),
                ),
                ("told_how", models.CharField(blank=True, max_length=8)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declined", "Declined for the maker"),
                            ("refused", "Refused"),
                            ("handed_back", "Returned to maker"),
                            ("answered", "Answered"),
                            ("overtaken", "Settled by what happened meanwhile"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("closing_words", models.TextField(blank=True, help_text="of whoever closed it")),
                (
                    "closed_because",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="why it closed, where nobody says so in their own words",
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "search",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="what it is found by; the database writes it", null=True
                    ),
                ),
                (
                    "about_message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.buyer"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "email",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="mail.email"
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.paymentoperation",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.payment"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="orders.order"
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policy.reason"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="orders.cancellationrequest",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "support_case",
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)), fields=["answer_by", "id"], name="case_by_urgency"
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["assigned_to", "answer_by"],
                        name="case_of_agent",
                    ),
                    models.Index(fields=["order", "id"], name="case_of_order"),
                    models.Index(fields=["-closed_at", "-id"], name="case_closed"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="case_search"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("outcome", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="case_closed_with_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None), ("closed_at__gte", models.F("opened_at")), _connector="OR"
                        ),
                        name="case_times",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                    models.UniqueConstraint(
                        models.F("order"),
                        condition=models.Q(("closed_at", None), ("kind__in", ["tell_buyer", "late_decline"])),
                        name="case_one_open_road_an_order",
                    ),
                    models.UniqueConstraint(
                        models.F("operation"),
                        condition=models.Q(("closed_at", None)),
                        name="case_one_open_an_operation",
                    ),
                    models.UniqueConstraint(
                        models.F("payment"), condition=models.Q(("closed_at", None)), name="case_one_open_a_payment"
                    ),
                    models.UniqueConstraint(models.F("email"), name="case_one_an_email"),
                    models.UniqueConstraint(models.F("request"), name="case_one_a_request"),
                    models.UniqueConstraint(models.F("dispute"), name="case_one_a_dispute"),
                    models.UniqueConstraint(
                        models.F("about_message"),
                        condition=models.Q(("closed_at", None), ("kind", "report")),
                        name="case_one_open_a_reported_message",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("note", "Note"), ("letter", "Letter"), ("answer", "Answer"), ("event", "Event")],
                        max_length=8,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("maker", "Maker"),
                            ("buyer", "Buyer"),
                            ("support", "Support"),
                            ("outside", "Outside"),
                            ("anam", "Anam"),
                        ],
                        max_length=8,
                    ),
                ),
                ("to", models.CharField(blank=True, help_text="maker, buyer or outside, of a letter", max_length=8)),
                ("body", models.TextField(blank=True, help_text="what somebody said")),
                (
                    "event",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="what happened, or what Anam says beside their words",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="cases.case"
                    ),
                ),
            ],
            options={
                "db_table": "support_case_entry",
                "indexes": [models.Index(fields=["case", "at", "id"], name="case_entry_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", ""), _negated=True),
                            models.Q(("event", {}), _negated=True),
                            _connector="OR",
                        ),
                        name="case_entry_says_something",
                    )
                ],
            },
        ),
        migrations.RunSQL(ONLY_ADDED_TO, "DROP FUNCTION case_is_only_added_to() CASCADE"),
        migrations.RunSQL(FOUND_BY, "DROP TRIGGER case_is_found_by ON support_case; DROP FUNCTION case_is_found_by()"),
    ]
