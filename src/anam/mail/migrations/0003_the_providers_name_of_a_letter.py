from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_what_a_letter_is_about")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="provider_id",
            field=models.CharField(blank=True, help_text="what the mail provider calls it", max_length=200),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("provider_id", ""), _negated=True),
                fields=["provider_id"],
                name="letter_of_provider",
            ),
        ),
    ]
