from django.db import migrations

FORBID = """
CREATE FUNCTION history_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'history entries are only ever added (D12): % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER history_entry_stays BEFORE UPDATE OR DELETE ON history_entry
  FOR EACH ROW EXECUTE FUNCTION history_is_only_added_to();
CREATE TRIGGER history_entry_is_not_emptied BEFORE TRUNCATE ON history_entry
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_only_added_to();
"""
ALLOW = """
DROP TRIGGER history_entry_stays ON history_entry;
DROP TRIGGER history_entry_is_not_emptied ON history_entry;
DROP FUNCTION history_is_only_added_to();
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
