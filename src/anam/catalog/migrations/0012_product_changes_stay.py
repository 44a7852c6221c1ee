import django.db.models.deletion
from django.db import migrations, models

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


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0011_fewer_indexes"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="productchange",
            name="maker",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.maker"),
        ),
        migrations.AlterField(
            model_name="productchange",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="catalog.product"
            ),
        ),
        migrations.RunSQL(ONLY_ADDED_TO, "DROP FUNCTION product_change_is_only_added_to() CASCADE"),
    ]
