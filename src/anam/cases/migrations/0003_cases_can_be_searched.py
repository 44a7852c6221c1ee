import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations

# Written by the database, so that whoever opens a case needs to know nothing of it, nor ask for the names.
WRITE = """
CREATE FUNCTION case_is_found_by() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search := to_tsvector('simple', search_words(concat_ws(' ', NEW.subject, left(NEW.message, 100000),
    NEW.outside_email,
    (SELECT concat_ws(' ', number, reference) FROM orders_order WHERE id = NEW.order_id),
    (SELECT name FROM maker WHERE id = NEW.maker_id),
    (SELECT name FROM buyer WHERE id = NEW.buyer_id),
    (SELECT concat_ws(' ', name, email) FROM person WHERE id = NEW.opened_by_id))));
  RETURN NEW;
END $$;
CREATE TRIGGER case_is_found_by BEFORE INSERT OR UPDATE OF subject, message, outside_email, order_id, maker_id,
  buyer_id, opened_by_id ON support_case FOR EACH ROW EXECUTE FUNCTION case_is_found_by();
"""
UNDO = "DROP TRIGGER case_is_found_by ON support_case; DROP FUNCTION case_is_found_by();"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_entries_are_only_ever_added"),
        ("orders", "0001_initial"),
        ("people", "0004_words_as_they_are_looked_for"),
    ]
    operations = [
        migrations.AddField(
            "case",
            "search",
            django.contrib.postgres.search.SearchVectorField(
                null=True, help_text="what it is found by; the database writes it"
            ),
        ),
        migrations.RunSQL(WRITE, UNDO),
        migrations.AddIndex("case", django.contrib.postgres.indexes.GinIndex(fields=["search"], name="case_search")),
    ]
