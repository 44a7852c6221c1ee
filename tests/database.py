"""A pytest plugin: before Django reads its settings, name the database server that the tests run on.

With DATABASE_URL, that server (in databases of their own). Without, an embedded one beside the product's.
"""

import os
import sys

os.environ["ANAM_ENV"] = "demo"
os.environ["ANAM_DB_POOL"] = "12"
# Playwright runs an event loop of its own beside the tests, which Django would mistake for an async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
os.environ.setdefault("ANAM_LOG_LEVEL", "ERROR")
# Many processes are started here, and without it each would compile all of Django anew: most of what its start takes.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Nothing in it outlives the tests, so nothing has to outlive a power cut; and no test waits for what a server does by
# itself, once in a while. `anam up` and what is kept under var/ are tested on servers as the product has them.
FOR_TESTS = """
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
autovacuum = off
max_connections = 200
"""

from anam.config.database import HOME, start_embedded  # noqa: E402 - it reads what was set above

os.environ["ANAM_MEDIA"] = str(HOME / "test-media")
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = start_embedded(HOME / "test-postgres", settings=FOR_TESTS)
