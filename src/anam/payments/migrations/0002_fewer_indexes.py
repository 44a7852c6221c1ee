import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # To remove the index of a foreign key is, to Django, to remove every index on it alone: this one is made again.
        migrations.RemoveConstraint(model_name="paymentoperation", name="payment_voided_once"),
        migrations.AlterField(
            model_name="payment",
            name="maker",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
            ),
        ),
        migrations.AlterField(
            model_name="paymentoperation",
            name="confirmed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="paymentoperation",
            name="maker",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
            ),
        ),
        migrations.AlterField(
            model_name="paymentoperation",
            name="payment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="operations",
                to="payments.payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentoperation",
            constraint=models.UniqueConstraint(
                models.F("payment"),
                condition=models.Q(("kind", "void"), models.Q(("state", "superseded"), _negated=True)),
                name="payment_voided_once",
            ),
        ),
    ]
