from django.db import migrations

# Free words become one of four; what an article's own source says is read again after the migration.
NAME = """
UPDATE article SET audience = CASE
  WHEN lower(audience) IN ('makers', 'maker', 'sellers', 'vendors') THEN 'makers'
  WHEN lower(audience) IN ('buyers', 'buyer', 'shops', 'shop', 'retailers') THEN 'buyers'
  ELSE 'everybody' END
"""


class Migration(migrations.Migration):
    dependencies = [("helpcenter", "0002_trigrams")]
    operations = [migrations.RunSQL(NAME, migrations.RunSQL.noop)]
