"""The newest e-mail to a person is found by an index, which begins with what the foreign key's own had."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0002_with_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="email",
            index=models.Index(fields=["user", "-id"], name="letter_newest_of_person"),
        ),
        migrations.AlterField(
            model_name="email",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="emails",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
