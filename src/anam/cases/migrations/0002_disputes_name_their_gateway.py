from django.db import migrations

# Of before, when the sentences themselves said Stripe: no other gateway told of disputes.
NAME_IT = """
UPDATE support_case SET about = about
  || jsonb_build_object('what_now', (about -> 'what_now') || '{"holder": "Stripe"}')
  || CASE WHEN jsonb_typeof(about -> 'until') = 'object'
     THEN jsonb_build_object('until', (about -> 'until') || '{"holder": "Stripe"}') ELSE '{}' END
WHERE kind = 'dispute' AND jsonb_typeof(about -> 'what_now') = 'object'
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunSQL(NAME_IT, migrations.RunSQL.noop)]
