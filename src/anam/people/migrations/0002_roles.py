from django.db import migrations, models

# Nobody may do less than the day before. A house without an owner gets one, the member who came first; where support
# has no lead, all of it leads, as all of it was told of late cases. Whoever the operator made a lead stays one alone.
KEEP_THEM_WORKING = """
UPDATE maker_member SET role = 'administrator' WHERE role NOT IN ('owner', 'administrator');
UPDATE maker_member SET role = 'owner' WHERE id IN (
  SELECT min(id) FROM maker_member GROUP BY maker_id HAVING count(*) FILTER (WHERE role = 'owner') = 0
);
UPDATE buyer_member SET role = 'owner' WHERE id IN (SELECT min(id) FROM buyer_member GROUP BY buyer_id);
UPDATE person SET leads_support = false WHERE leads_support AND NOT is_support;
UPDATE person SET leads_support = true
WHERE is_support AND NOT EXISTS (SELECT FROM person WHERE leads_support AND is_active);
"""
ROLES = [
    ("owner", "owner"),
    ("administrator", "administrator"),
    ("orders", "orders"),
    ("products", "products"),
    ("read_only", "read only"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="buyermember",
            name="role",
            field=models.CharField(choices=ROLES, default="administrator", max_length=16),
        ),
        migrations.AlterField(
            model_name="makermember",
            name="role",
            field=models.CharField(choices=ROLES, default="administrator", max_length=16),
        ),
        migrations.AlterField(
            model_name="user",
            name="leads_support",
            field=models.BooleanField(default=False, help_text="lead of support: policy, reasons, exports, people"),
        ),
        migrations.RunSQL(KEEP_THEM_WORKING, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="buyermember",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ("owner", "administrator", "orders", "read_only"))),
                name="buyer_member_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="makermember",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ("owner", "administrator", "orders", "products", "read_only"))),
                name="maker_member_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("leads_support", False), ("is_support", True), _connector="OR"),
                name="person_lead_is_support",
            ),
        ),
    ]
