import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_shipping_rates"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="face",
            field=models.CharField(
                blank=True, default="", db_default="", help_text="the key of its first picture", max_length=74
            ),
        ),
        migrations.AddField(
            model_name="storefront",
            name="cover",
            field=models.CharField(
                blank=True, default="", db_default="", help_text="the key of its picture", max_length=74
            ),
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
                ("key", models.CharField(blank=True, default="", db_default="", max_length=74)),
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
        migrations.AddConstraint(
            model_name="shoppicture",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sent_hash", ""), _negated=True),
                fields=("maker", "product", "sent_hash"),
                name="picture_sent_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="shoppicture",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_url", ""), _negated=True),
                fields=("product", "source_url"),
                name="picture_imported_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="shoppicture",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "ready"), ("key", ""), _connector="XOR"), name="picture_ready_has_files"
            ),
        ),
    ]
