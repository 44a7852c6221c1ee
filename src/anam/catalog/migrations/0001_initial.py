import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.math
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from anam.initial import InitialMigration

ONLY_ADDED_TO = """
CREATE FUNCTION product_change_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'who changed what of a product is only ever added to: % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER product_change_stays BEFORE UPDATE OR DELETE ON product_change
  FOR EACH ROW EXECUTE FUNCTION product_change_is_only_added_to();
CREATE TRIGGER product_change_is_not_emptied BEFORE TRUNCATE ON product_change
  FOR EACH STATEMENT EXECUTE FUNCTION product_change_is_only_added_to();
"""


class Migration(InitialMigration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Storefront",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tagline", models.CharField(blank=True, max_length=160)),
                ("story", models.TextField(blank=True)),
                ("currency", models.CharField(default="USD", max_length=3)),
                ("order_minimum", models.BigIntegerField(default=0)),
                ("shipping", models.BigIntegerField(default=0, help_text="what one order's shipping costs at most")),
                ("lead_time_days", models.PositiveSmallIntegerField(default=10)),
                ("open", models.BooleanField(default=True)),
                (
                    "maker",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="storefront", to="people.maker"
                    ),
                ),
                (
                    "cover",
                    models.CharField(
                        blank=True, db_default="", default="", help_text="the key of its picture", max_length=74
                    ),
                ),
                ("closed_since", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_until",
                    models.DateTimeField(
                        blank=True, help_text="it takes no orders before this, and then does by itself", null=True
                    ),
                ),
            ],
            options={
                "db_table": "storefront",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector(
                            models.Func("tagline", function="search_words", output_field=models.TextField()),
                            config="simple",
                        ),
                        name="storefront_search",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_since", None), ("closed_until", None)),
                            models.Q(("closed_since__isnull", False), ("closed_until__gt", models.F("closed_since"))),
                            _connector="OR",
                        ),
                        name="storefront_closed_for_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShippingRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(blank=True, help_text="empty: everywhere else", max_length=2)),
                ("shipping", models.BigIntegerField()),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shipping_rates", to="people.maker"
                    ),
                ),
            ],
            options={
                "db_table": "shipping_rate",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("maker"), models.F("country"), name="shipping_rate_once_a_country"
                    ),
                    models.CheckConstraint(condition=models.Q(("shipping__gte", 0)), name="shipping_rate_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sku", models.CharField(max_length=255)),
                ("title", models.CharField(max_length=1100)),
                ("description", models.TextField(blank=True)),
                ("unit_price", models.BigIntegerField()),
                ("stock", models.IntegerField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "source_key",
                    models.CharField(
                        blank=True,
                        help_text="what an import knows it by: 32 digits of the product, 32 of the variant",
                        max_length=64,
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="products", to="people.maker"
                    ),
                ),
                (
                    "face",
                    models.CharField(
                        blank=True, db_default="", default="", help_text="the key of its first picture", max_length=74
                    ),
                ),
                ("group", models.CharField(blank=True, db_default="", default="", max_length=255)),
                (
                    "kind",
                    models.CharField(
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
                (
                    "lead_time_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="until an order with it ships; without, what the storefront says",
                        null=True,
                    ),
                ),
                ("minimum", models.PositiveSmallIntegerField(db_default=1, default=1)),
                ("options", models.JSONField(blank=True, db_default={}, default=dict)),
                (
                    "position",
                    models.PositiveIntegerField(
                        db_default=0, default=0, help_text="in its storefront; its variants share it"
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(db_default=1, default=1)),
            ],
            options={
                "db_table": "product",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector(
                            models.Func(
                                django.db.models.functions.text.Concat("title", models.Value(" "), "sku"),
                                function="search_words",
                                output_field=models.TextField(),
                            ),
                            config="simple",
                        ),
                        name="product_search",
                    ),
                    models.Index(
                        condition=models.Q(("retired_at", None), models.Q(("kind", ""), _negated=True)),
                        fields=["kind"],
                        name="product_of_kind",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("maker"), models.F("sku"), name="product_sku_once_a_maker"),
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("maker", "source_key"),
                        name="product_imported_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("stock__gte", 0)), name="product_stock_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(("unit_price__gte", 0)), name="product_price_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                models.Func("options", function="jsonb_typeof", output_field=models.TextField()),
                                "object",
                            )
                        ),
                        name="product_options_by_name",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("lead_time_days__range", (1, 365))), name="product_lead_time_in_days"
                    ),
                    models.CheckConstraint(condition=models.Q(("step__range", (1, 9999))), name="product_step_is_some"),
                    models.CheckConstraint(
                        condition=models.Q(("minimum__range", (1, 9999))), name="product_minimum_is_some"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(django.db.models.functions.math.Mod("minimum", "step"), 0)
                        ),
                        name="product_minimum_is_in_steps",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RestockAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="restock_alerts", to="catalog.product"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="restock_alerts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "restock_alert",
                "constraints": [
                    models.UniqueConstraint(models.F("user"), models.F("product"), name="restock_alert_once_a_product")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShopWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("uses", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "shop_word",
            },
        ),
        migrations.CreateModel(
            name="ShopPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "alt",
                    models.CharField(blank=True, help_text="what it shows, for whoever cannot see it", max_length=200),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("ready", "Ready"), ("refused", "Refused")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("why", models.JSONField(blank=True, db_default={}, default=dict, help_text="why it was refused")),
                ("key", models.CharField(blank=True, db_default="", default="", max_length=74)),
                ("name", models.CharField(blank=True, help_text="what its file was called", max_length=80)),
                ("sent_hash", models.CharField(blank=True, help_text="SHA-256 of what was sent", max_length=64)),
                ("source_url", models.CharField(blank=True, help_text="where an import found it", max_length=500)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.maker"),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="catalog.product",
                    ),
                ),
            ],
            options={
                "db_table": "picture",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sent_hash", ""), _negated=True),
                        fields=("maker", "product", "sent_hash"),
                        name="picture_sent_once",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source_url", ""), _negated=True),
                        fields=("product", "source_url"),
                        name="picture_imported_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "ready"), ("key", ""), _connector="XOR"),
                        name="picture_ready_has_files",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnnamedPicture",
            fields=[
                ("key", models.CharField(max_length=74, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "picture_unnamed",
            },
        ),
        migrations.CreateModel(
            name="PictureOriginal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField()),
                (
                    "picture",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="original", to="catalog.shoppicture"
                    ),
                ),
            ],
            options={
                "db_table": "picture_original",
            },
        ),
        migrations.CreateModel(
            name="ProductChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "via",
                    models.CharField(
                        choices=[("portal", "Maker Portal"), ("api", "API"), ("import", "Import")], max_length=8
                    ),
                ),
                ("added", models.BooleanField(default=False)),
                ("changes", models.JSONField(default=dict)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="catalog.product"
                    ),
                ),
            ],
            options={
                "db_table": "product_change",
            },
        ),
        migrations.RunSQL(ONLY_ADDED_TO, "DROP FUNCTION product_change_is_only_added_to() CASCADE"),
    ]
