from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_any_gateway")]

    operations = [
        # Nobody looks for what begins a key.
        migrations.RunSQL(
            "DROP INDEX IF EXISTS payment_operation_key_8d1131e7_like",
            'CREATE INDEX IF NOT EXISTS payment_operation_key_8d1131e7_like ON payment_operation ("key" varchar_pattern_ops)',
        ),
    ]
