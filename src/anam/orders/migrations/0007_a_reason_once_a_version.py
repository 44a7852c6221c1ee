import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0006_versions_of_reasons")]

    operations = [
        migrations.RemoveField(
            model_name="reason",
            name="retired_at",
        ),
        migrations.AlterField(
            model_name="reason",
            name="key",
            field=models.SlugField(max_length=40),
        ),
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.UniqueConstraint(
                models.F("key"), condition=models.Q(("until", None)), name="reason_once_a_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                name="reason_ends_after_it_began",
            ),
        ),
        migrations.AlterField(
            model_name="reason",
            name="since",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.policy"),
        ),
    ]
