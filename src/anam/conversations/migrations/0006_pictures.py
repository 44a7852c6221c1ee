import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0005_muting"),
        ("people", "0003_phone_and_lead"),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(help_text="as in image/jpeg", max_length=10)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("small_width", models.PositiveIntegerField()),
                ("small_height", models.PositiveIntegerField()),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the whole; tells a double click from a second one", max_length=64
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="conversations.message",
                    ),
                ),
            ],
            options={
                "db_table": "message_picture",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(kind__in=["image/jpeg", "image/png", "image/webp"]),
                        name="picture_of_a_known_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PictureBytes",
            fields=[
                (
                    "picture",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stored",
                        serialize=False,
                        to="conversations.picture",
                    ),
                ),
                ("whole", models.BinaryField()),
                ("small", models.BinaryField()),
            ],
            options={"db_table": "message_picture_bytes"},
        ),
    ]
