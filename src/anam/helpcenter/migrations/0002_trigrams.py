from django.db import migrations

# Runs of three letters, with two blanks before and one behind: no extension is needed, whose server ever it is.
MAKE = """
CREATE FUNCTION trigrams_of(word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT substr('  ' || word || ' ', n, 3)), '{}')
    FROM generate_series(1, length(word) + 1) n
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("helpcenter", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP FUNCTION trigrams_of(text)")]
