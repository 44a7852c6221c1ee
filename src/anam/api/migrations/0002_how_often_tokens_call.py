from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0001_tokens")]

    operations = [
        migrations.CreateModel(
            name="Use",
            fields=[
                ("token_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
                ("calls", models.IntegerField()),
            ],
            options={"db_table": "api_use"},
        ),
        # Counting calls must not wait for the disk; a crash forgets one minute's count, and nothing else.
        migrations.RunSQL("ALTER TABLE api_use SET UNLOGGED", "ALTER TABLE api_use SET LOGGED"),
    ]
