import django.db.models.functions.math
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_pictures"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="group",
            field=models.CharField(blank=True, db_default="", default="", max_length=255),
        ),
        migrations.AddField(
            model_name="product",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ceramics", "Ceramics"),
                    ("textiles", "Textiles"),
                    ("glass", "Glass"),
                    ("wood", "Wood"),
                    ("metal", "Metal"),
                    ("jewellery", "Jewellery"),
                    ("paper", "Paper"),
                    ("candles_and_soap", "Candles & soap"),
                    ("leather", "Leather"),
                    ("food", "Food"),
                    ("other", "Other"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="lead_time_days",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="until an order with it ships; without, what the storefront says", null=True
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="minimum",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="product",
            name="options",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="product",
            name="position",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="in its storefront; its variants share it"
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="step",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="storefront",
            name="closed_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="storefront",
            name="closed_until",
            field=models.DateTimeField(
                blank=True, help_text="it takes no orders before this, and then does by itself", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func("options", function="jsonb_typeof", output_field=models.TextField()), "object"
                    )
                ),
                name="product_options_by_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "",
                            "ceramics",
                            "textiles",
                            "glass",
                            "wood",
                            "metal",
                            "jewellery",
                            "paper",
                            "candles_and_soap",
                            "leather",
                            "food",
                            "other",
                        ],
                    )
                ),
                name="product_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("lead_time_days__range", (1, 365))), name="product_lead_time_in_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__range", (1, 9999))), name="product_step_is_some"
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("minimum__range", (1, 9999))), name="product_minimum_is_some"
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(django.db.models.functions.math.Mod("minimum", "step"), 0)
                ),
                name="product_minimum_is_in_steps",
            ),
        ),
        migrations.AddConstraint(
            model_name="storefront",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_since", None), ("closed_until", None)),
                    models.Q(("closed_since__isnull", False), ("closed_until__gt", models.F("closed_since"))),
                    _connector="OR",
                ),
                name="storefront_closed_for_a_time",
            ),
        ),
    ]
