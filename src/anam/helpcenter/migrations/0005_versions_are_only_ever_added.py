from django.db import migrations

FIRST = """
INSERT INTO article_version (article_id, number, title, source, at, why)
  SELECT id, 1, title, source, changed_at, 'Brought along' FROM article WHERE version = 0;
UPDATE article SET version = 1, path = slug || '.md', given = source WHERE version = 0;
"""
FORBID = """
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
ALLOW = """
DROP TRIGGER article_version_stays ON article_version;
DROP TRIGGER article_version_is_not_emptied ON article_version;
DROP FUNCTION article_version_is_only_added_to();
"""


class Migration(migrations.Migration):
    dependencies = [("helpcenter", "0004_articles")]
    operations = [
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.RunSQL(FORBID, ALLOW),
    ]
