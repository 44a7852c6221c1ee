from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_with_cases")]

    operations = [
        # A number that is looked for is a word of `search`.
        migrations.RunSQL(
            "DROP INDEX IF EXISTS orders_order_number_abc9e0f2_like",
            "CREATE INDEX IF NOT EXISTS orders_order_number_abc9e0f2_like ON orders_order (number varchar_pattern_ops)",
        ),
    ]
