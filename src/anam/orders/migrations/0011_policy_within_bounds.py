from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0010_policy_dated_by_the_database")]

    operations = [
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("buyer_request_hours__range", (1, 720)),
                    ("first_reminder_hours__range", (1, 720)),
                    ("last_reminder_hours__range", (1, 720)),
                    ("request_answer_hours__range", (1, 720)),
                    ("support_answer_hours__range", (1, 720)),
                ),
                name="policy_times_of_an_hour_to_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_reminder_hours__lt", models.F("first_reminder_hours"))),
                name="policy_last_reminder_comes_last",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True),
                name="policy_says_why",
            ),
        ),
    ]
