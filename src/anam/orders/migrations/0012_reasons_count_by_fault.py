from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_policy_within_bounds")]

    operations = [
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.CheckConstraint(
                condition=models.Q(("counts", False), ("fault", "maker"), _connector="OR"),
                name="reason_counts_only_where_the_maker_is_at_fault",
            ),
        ),
    ]
