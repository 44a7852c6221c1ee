"""A demo marketplace that an earlier version filled, in Anam's own database: it is set aside, and begun anew."""

import os

import psycopg
from django.conf import settings
from django.db import ProgrammingError, connection
from psycopg import sql

from anam.clock import database_now
from anam.demo.cast import SIGN_INS
from anam.sql import fetch_value
from anam.web.schema import foreign_migrations


def set_outdated_demo_aside() -> str:
    """Rename the database, where it is a demo of an earlier version in Anam's own server, and make an empty one.

    The answer is the name under which it stays; "" where there is nothing to do. A database that DATABASE_URL names, or
    that `anam demo` did not fill, is never touched. Raises psycopg.errors.ObjectInUse where another process uses it.
    """
    if not os.environ.get("ANAM_EMBEDDED") or settings.PRODUCTION or not foreign_migrations() or not _is_a_demo():
        return ""
    name = connection.settings_dict["NAME"]
    aside = f"{name}_until_{database_now():%Y%m%d_%H%M%S}"
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    with psycopg.connect(_maintenance(), autocommit=True) as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(aside)))
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    return aside


def _is_a_demo() -> bool:
    """Whether `anam demo` filled it: it makes its people in an empty database only."""
    try:
        emails = [email for email, _, _ in SIGN_INS]
        return bool(fetch_value("SELECT count(*) FROM person WHERE email = ANY (%s)", [emails]) == len(SIGN_INS))
    except ProgrammingError:  # no such table
        return False


def _maintenance() -> str:
    """The server's other database, from which this one can be renamed."""
    parts = connection.get_connection_params()
    return psycopg.conninfo.make_conninfo(
        host=parts.get("host"), user=parts.get("user"), port=parts.get("port"), dbname="template1"
    )
