import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0011_fewer_indexes"),
        ("orders", "0006_address_requests_answered_by"),
        ("people", "0001_initial"),
        ("policy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # To remove the index of a foreign key is, to Django, to remove every index on it alone: this one is made again.
        migrations.RemoveConstraint(model_name="cancellation", name="cancelled_once"),
        migrations.AlterField(
            model_name="cancellation",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="cancellation",
            name="maker",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
            ),
        ),
        migrations.AlterField(
            model_name="cancellation",
            name="order",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cancellations",
                to="orders.order",
            ),
        ),
        migrations.AlterField(
            model_name="cancelledline",
            name="cancellation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="orders.cancellation",
            ),
        ),
        migrations.AlterField(
            model_name="cancelledline",
            name="maker",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="maker",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="product",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="lines",
                to="catalog.product",
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="buyer",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="people.buyer"
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="maker",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="people.maker"
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="placed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="policy",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policy.policy"
            ),
        ),
        migrations.AddConstraint(
            model_name="cancellation",
            constraint=models.UniqueConstraint(
                models.F("order"), condition=models.Q(("final", True)), name="cancelled_once"
            ),
        ),
    ]
