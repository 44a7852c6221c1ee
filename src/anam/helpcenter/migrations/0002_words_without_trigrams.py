from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("helpcenter", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="word", name="article_word_trigrams"),
        migrations.RemoveField(model_name="word", name="trigrams"),
        migrations.RunSQL("DROP FUNCTION trigrams_of(text)", migrations.RunSQL.noop),
    ]
