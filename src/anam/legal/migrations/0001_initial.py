import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration

ONLY_ADDED_TO = """
CREATE FUNCTION legal_text_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'versions of the terms, and who accepted them, are only ever added: % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER legal_text_stays BEFORE UPDATE OR DELETE ON legal_text
  FOR EACH ROW EXECUTE FUNCTION legal_text_is_only_added_to();
CREATE TRIGGER legal_text_is_not_emptied BEFORE TRUNCATE ON legal_text
  FOR EACH STATEMENT EXECUTE FUNCTION legal_text_is_only_added_to();
CREATE TRIGGER legal_acceptance_stays BEFORE UPDATE OR DELETE ON legal_acceptance
  FOR EACH ROW EXECUTE FUNCTION legal_text_is_only_added_to();
CREATE TRIGGER legal_acceptance_is_not_emptied BEFORE TRUNCATE ON legal_acceptance
  FOR EACH STATEMENT EXECUTE FUNCTION legal_text_is_only_added_to();
"""


class Migration(InitialMigration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("terms", "Terms"), ("privacy", "Privacy notice")], max_length=8)),
                ("version", models.PositiveIntegerField()),
                ("source", models.TextField(help_text="Markdown, the operator's own words")),
                ("change", models.CharField(blank=True, help_text="what is new, in a sentence", max_length=300)),
                ("published_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "legal_text",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "version"), name="legal_text_once_a_version"),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1), models.Q(("source", ""), _negated=True)),
                        name="legal_text_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("accepted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acceptances", to="legal.legaltext"
                    ),
                ),
            ],
            options={
                "db_table": "legal_acceptance",
                "constraints": [models.UniqueConstraint(fields=("user", "text"), name="legal_acceptance_once")],
            },
        ),
        migrations.RunSQL(ONLY_ADDED_TO, "DROP FUNCTION legal_text_is_only_added_to() CASCADE"),
    ]
