from django.db import migrations

FEED = """
INSERT INTO history_event (entry_id, seq, maker_id, buyer_id)
  SELECT e.id, row_number() OVER (ORDER BY e.id), e.maker_id, o.buyer_id
  FROM history_entry e JOIN orders_order o ON o.id = e.order_id;
CREATE FUNCTION history_entry_is_an_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO history_event (entry_id, maker_id, buyer_id)
    SELECT added.id, added.maker_id, o.buyer_id FROM added JOIN orders_order o ON o.id = added.order_id;
  RETURN NULL;
END $$;
CREATE TRIGGER history_entry_is_an_event AFTER INSERT ON history_entry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION history_entry_is_an_event();
"""
NO_FEED = """
DROP TRIGGER history_entry_is_an_event ON history_entry;
DROP FUNCTION history_entry_is_an_event();
DELETE FROM history_event;
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0003_feed"), ("orders", "0009_parts_of_an_order")]
    operations = [migrations.RunSQL(FEED, NO_FEED)]
