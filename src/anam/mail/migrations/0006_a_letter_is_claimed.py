from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0005_mail_that_comes_in")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="claimed_at",
            field=models.DateTimeField(help_text="when somebody began to hand it to the mail server", null=True),
        ),
    ]
