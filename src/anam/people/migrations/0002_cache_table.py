from django.db import migrations

CREATE = """
CREATE TABLE cache_entry (
  cache_key varchar(255) NOT NULL PRIMARY KEY,
  value text NOT NULL,
  expires timestamp with time zone NOT NULL
);
CREATE INDEX cache_entry_expires ON cache_entry (expires);
"""


class Migration(migrations.Migration):
    """Where failed sign-ins are counted, for every web process alike (django.core.cache's DatabaseCache)."""

    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE cache_entry")]
