from django.db import migrations

from anam.orders.reasons import FIRST_REASONS


def begin(apps, schema_editor):
    apps.get_model("orders", "Policy").objects.create(why="What the marketplace begins with")
    Reason = apps.get_model("orders", "Reason")
    for position, first in enumerate(FIRST_REASONS):
        Reason.objects.create(position=position * 10, **first._asdict())


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_order_numbers")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
