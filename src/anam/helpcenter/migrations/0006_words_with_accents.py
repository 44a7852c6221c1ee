from django.db import migrations

# The few words that are written otherwise than they are looked for.
MAKE = """
CREATE INDEX article_word_with_accents ON article_word USING gin (to_tsvector('english', search_folded(word)))
  WHERE octet_length(word) <> length(word)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("helpcenter", "0005_versions_are_only_ever_added"),
        ("people", "0004_words_as_they_are_looked_for"),
    ]
    operations = [migrations.RunSQL(MAKE, "DROP INDEX article_word_with_accents")]
