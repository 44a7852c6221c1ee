from django.db import migrations

from anam.folding import NO_SQL, SQL


class Migration(migrations.Migration):
    dependencies = [("people", "0003_phone_and_lead")]
    operations = [migrations.RunSQL([SQL], [NO_SQL])]
