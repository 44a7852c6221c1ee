from django.db import migrations

FORBID = """
CREATE FUNCTION case_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was said in a case is only ever added to: % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER case_entry_stays BEFORE UPDATE OR DELETE ON support_case_entry
  FOR EACH ROW EXECUTE FUNCTION case_is_only_added_to();
CREATE TRIGGER case_entry_is_not_emptied BEFORE TRUNCATE ON support_case_entry
  FOR EACH STATEMENT EXECUTE FUNCTION case_is_only_added_to();
"""
ALLOW = """
DROP TRIGGER case_entry_stays ON support_case_entry;
DROP TRIGGER case_entry_is_not_emptied ON support_case_entry;
DROP FUNCTION case_is_only_added_to();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
