import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0008_restock_alert"),
        ("history", "0001_initial"),
        ("notifications", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="at",
            field=models.DateTimeField(help_text="of a product; an entry has its own", null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="product",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.product",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="entry",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="history.entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("at", None), ("entry__isnull", False), ("product", None)),
                    models.Q(("at__isnull", False), ("entry", None), ("product__isnull", False)),
                    _connector="OR",
                ),
                name="notice_of_one_thing",
            ),
        ),
    ]
