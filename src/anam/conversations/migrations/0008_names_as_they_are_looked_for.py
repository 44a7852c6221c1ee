from django.db import migrations


class Migration(migrations.Migration):
    """A message is found by search_words() from now on, which must be there."""

    dependencies = [("conversations", "0007_drafts"), ("people", "0004_words_as_they_are_looked_for")]
    operations: list[migrations.operations.base.Operation] = []
