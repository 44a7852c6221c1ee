from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_newest_of_a_person")]

    operations = [
        # The primary key is read backwards as well.
        migrations.RemoveIndex("email", "letter_newest"),
        migrations.RenameIndex("email", old_name="letter_newest_of_person", new_name="email_newest_of_person"),
        migrations.RenameIndex("email", old_name="letter_of_provider", new_name="email_of_provider"),
        # Nobody looks for what begins a key.
        migrations.RunSQL(
            "DROP INDEX IF EXISTS email_key_b686fc30_like",
            'CREATE INDEX IF NOT EXISTS email_key_b686fc30_like ON email ("key" varchar_pattern_ops)',
        ),
    ]
