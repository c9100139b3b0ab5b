"""Databases of PostgreSQL's, for the servers under test."""

import contextlib
import hashlib
import os
import re
from pathlib import Path

ADMIN_URI = os.environ.get("TEST_POSTGRESQL_URI", "postgresql://postgres@127.0.0.1:5432/postgres")


def connect(uri: str):
    import psycopg2  # Only tests of PostgreSQL need it.

    connection = psycopg2.connect(uri)
    connection.autocommit = True
    return contextlib.closing(connection)


def uri_of(name: str) -> str:
    return re.sub(r"/[^/]*$", f"/{name}", ADMIN_URI)


def name_for(folder: Path) -> str:
    """Each folder has a database of its own."""
    return f"mlflow_ts_py_{hashlib.sha256(str(folder).encode()).hexdigest()[:24]}"


def create(name: str, template: str = "template0") -> str:
    """The URI of a new database, a copy of another one where that is named."""
    with connect(ADMIN_URI) as connection, connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return uri_of(name)


def drop(name: str) -> None:
    with connect(ADMIN_URI) as connection, connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def query(uri: str, sql: str) -> list[tuple]:
    with connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


# Each answers names with definitions.
PARTS = {
    "columns": """
        SELECT table_name || '.' || column_name, concat_ws(' ',
            row_number() OVER (PARTITION BY table_name ORDER BY ordinal_position), data_type,
            character_maximum_length, is_nullable, column_default, identity_generation, generation_expression)
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """
        SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "sequences": "SELECT sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'",
    "version": "SELECT 'stamp', version_num FROM alembic_version",
    "workspaces": "SELECT name, row_to_json(workspaces)::text FROM workspaces",
}


def read_schema(uri: str) -> dict:
    """What a database is made of, without what differs only in how it is written."""
    return {part: {name: normalise(text) for name, text in query(uri, sql)} for part, sql in PARTS.items()}


def normalise(definition: str) -> str:
    return re.sub(r"::[a-z ]+(\[\])?|[()\s]", "", definition)
