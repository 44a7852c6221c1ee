from django.db import migrations, models
from django.db.models import Q

# Of before: the sandbox did not say where it has a payment.
_SANDBOX_SAYS_WHERE = """
UPDATE payment SET gateway_account = 'sandbox', livemode = false WHERE holder = 'sandbox' AND gateway_reference <> ''
"""


class Migration(migrations.Migration):
    """The database knows gateways by no name: a further one is a folder and a line."""

    dependencies = [("payments", "0001_initial")]

    operations = [
        migrations.RunSQL(_SANDBOX_SAYS_WHERE, migrations.RunSQL.noop),
        migrations.RemoveConstraint("payment", "payment_holder_has_a_name"),
        migrations.RemoveConstraint("payment", "payment_at_stripe_says_where"),
        migrations.AlterField("gatewayevent", "gateway", models.CharField(max_length=16)),
        migrations.AlterField(
            "payment",
            "holder",
            models.CharField(max_length=16, help_text="where it lives (M1): a gateway of registry.py, or external"),
        ),
        migrations.AlterField(
            "payment",
            "livemode",
            models.BooleanField(null=True, help_text="whether money moves there; empty: no gateway has it"),
        ),
        migrations.AddConstraint(
            "payment",
            models.CheckConstraint(
                condition=(~Q(holder="external") & Q(holder_name="")) | (Q(holder="external") & ~Q(holder_name="")),
                name="payment_elsewhere_says_who",
            ),
        ),
        migrations.AddConstraint(
            "payment",
            models.CheckConstraint(
                condition=Q(gateway_reference="") | (~Q(gateway_account="") & Q(livemode__isnull=False)),
                name="payment_at_a_gateway_says_where",
            ),
        ),
    ]
