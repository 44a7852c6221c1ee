import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations

# As conversations/actions/post.py writes it for every new message.
WORDS_OF_ALL = """
UPDATE message m SET search =
    setweight(to_tsvector('simple', k.name), 'A') || setweight(to_tsvector('simple', b.name), 'B')
    || setweight(array_to_tsvector(ARRAY['partym' || k.id, 'partyb' || b.id]), 'C')
    || to_tsvector('simple', lower(m.body) || ' ' || coalesce(
        (SELECT lower(regexp_replace(o.number, '[^a-zA-Z0-9]+', ' ', 'g')) FROM orders_order o WHERE o.id = m.order_id),
        ''))
FROM conversation c JOIN maker k ON k.id = c.maker_id JOIN buyer b ON b.id = c.buyer_id
WHERE c.id = m.conversation_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0003_pages_that_stay_quick"),
        ("orders", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField("message", "search", django.contrib.postgres.search.SearchVectorField(null=True)),
        migrations.RunSQL(WORDS_OF_ALL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "message", django.contrib.postgres.indexes.GinIndex(fields=["search"], name="message_search")
        ),
    ]
