import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration

ONLY_ADDED_TO = """
CREATE FUNCTION article_version_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the versions of an article are only ever added: % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER article_version_stays BEFORE UPDATE OR DELETE ON article_version
  FOR EACH ROW EXECUTE FUNCTION article_version_is_only_added_to();
CREATE TRIGGER article_version_is_not_emptied BEFORE TRUNCATE ON article_version
  FOR EACH STATEMENT EXECUTE FUNCTION article_version_is_only_added_to();
"""
# The few words that are written otherwise than they are looked for.
WORDS_WITH_ACCENTS = """
CREATE INDEX article_word_with_accents ON article_word USING gin (to_tsvector('english', search_folded(word)))
  WHERE octet_length(word) <> length(word)
"""


class Migration(InitialMigration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=120, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("description", models.CharField(blank=True, max_length=400)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("makers", "Makers"),
                            ("buyers", "Buyers"),
                            ("everybody", "For everybody"),
                            ("support", "For support"),
                        ],
                        default="everybody",
                        max_length=20,
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=120)),
                ("parent", models.CharField(blank=True, max_length=200)),
                (
                    "nav_order",
                    models.FloatField(
                        default=1000000000.0, help_text="smaller stands first; those without one stand last"
                    ),
                ),
                ("in_nav", models.BooleanField(default=True)),
                ("in_search", models.BooleanField(default=True)),
                ("source", models.TextField()),
                ("version", models.PositiveIntegerField(default=0, help_text="the number of the newest version")),
                ("ours", models.BooleanField(default=False, help_text="shipped with Anam; an import replaces it")),
                (
                    "path",
                    models.CharField(blank=True, help_text="the file it came from, within its folder", max_length=400),
                ),
                ("given", models.TextField(blank=True, help_text="the file's words when they were last taken in")),
                (
                    "waiting",
                    models.TextField(
                        blank=True, help_text="the file's newer words, where support has edited the article"
                    ),
                ),
                ("retired_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "anchors",
                    models.JSONField(
                        default=list, help_text="for each heading: its words, its anchor, and older anchors"
                    ),
                ),
                ("text", models.TextField(blank=True, help_text="what a reader reads, without marks")),
                ("words", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, help_text="refusals that it explains"
                    ),
                ),
                ("claims", models.JSONField(default=list, help_text="numbers of hours that it states, and about what")),
                ("shows_policy", models.BooleanField(default=False)),
                (
                    "read_under",
                    models.PositiveBigIntegerField(default=0, help_text="the version of the policy it was read under"),
                ),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "read_instead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="helpcenter.article",
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "article",
                "ordering": ["title"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="article_search"),
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="article_words"),
                    django.contrib.postgres.indexes.GinIndex(fields=["codes"], name="article_codes"),
                    models.Index(
                        fields=["audience", "category", "nav_order", "title", "slug"], name="article_navigation"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ours", False), models.Q(("path", ""), _negated=True)),
                        fields=("path",),
                        name="article_once_a_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "audience__in",
                                {
                                    "buyers": "Buyers",
                                    "everybody": "For everybody",
                                    "makers": "Makers",
                                    "support": "For support",
                                },
                            )
                        ),
                        name="article_for_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("retired_by", None), ("retired_at__isnull", False), _connector="OR"),
                        name="article_retired_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("source", models.TextField()),
                ("at", models.DateTimeField()),
                ("why", models.JSONField(blank=True, db_default={}, default=dict)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="helpcenter.article"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "article_version",
                "constraints": [models.UniqueConstraint(fields=("article", "number"), name="article_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=400, unique=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="addresses", to="helpcenter.article"
                    ),
                ),
            ],
            options={
                "db_table": "article_address",
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=400, unique=True)),
                ("digest", models.CharField(db_index=True, help_text="of the file as it came", max_length=64)),
                (
                    "name",
                    models.CharField(db_index=True, help_text="its name here, after what is in it", max_length=80),
                ),
                ("kind", models.CharField(max_length=20)),
                ("content", models.BinaryField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "article_picture",
            },
        ),
        migrations.CreateModel(
            name="FolderFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=400, unique=True)),
                ("source", models.TextField()),
            ],
            options={
                "db_table": "article_folder_file",
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.TextField(primary_key=True, serialize=False)),
            ],
            options={
                "db_table": "article_word",
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voter", models.CharField(max_length=64)),
                ("helpful", models.BooleanField()),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="helpcenter.article"
                    ),
                ),
            ],
            options={
                "db_table": "article_vote",
                "constraints": [models.UniqueConstraint(fields=("article", "voter"), name="article_vote_once")],
            },
        ),
        migrations.RunSQL(ONLY_ADDED_TO, "DROP FUNCTION article_version_is_only_added_to() CASCADE"),
        migrations.RunSQL(WORDS_WITH_ACCENTS, "DROP INDEX article_word_with_accents"),
    ]
