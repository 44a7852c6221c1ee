import django.db.models.deletion
from django.db import migrations, models

# Every reason so far belongs to the policy from its beginning; one that was retired, until a version of its own.
FILL = """
INSERT INTO policy (decline_window_hours, makers_may_start_conversations, first_reminder_hours, last_reminder_hours,
                    buyer_request_hours, request_answer_hours, support_answer_hours, changed_at, why)
SELECT decline_window_hours, makers_may_start_conversations, first_reminder_hours, last_reminder_hours,
       buyer_request_hours, request_answer_hours, support_answer_hours, now(), 'Reasons have versions'
FROM (SELECT * FROM policy ORDER BY id DESC LIMIT 1) newest
WHERE EXISTS (SELECT FROM cancellation_reason WHERE retired_at IS NOT NULL);
UPDATE cancellation_reason SET since_id = (SELECT min(id) FROM policy),
  until_id = CASE WHEN retired_at IS NOT NULL THEN (SELECT max(id) FROM policy) END;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0005_times_to_ask_and_to_answer")]

    operations = [
        migrations.AddField(
            model_name="reason",
            name="since",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.policy"
            ),
        ),
        migrations.AddField(
            model_name="reason",
            name="until",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.policy"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
