"""Databases of MySQL's or MariaDB's, for the servers under test."""

import contextlib
import hashlib
import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

ADMIN_URI = os.environ.get("TEST_MYSQL_URI", "mysql://root@127.0.0.1:3306/mysql")


def connect(uri: str):
    import pymysql  # Only tests of MySQL need it.

    parts = urlsplit(uri)
    return contextlib.closing(
        pymysql.connect(
            host=parts.hostname,
            port=parts.port or 3306,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            database=parts.path[1:],
            autocommit=True,
        )
    )


def uri_of(name: str) -> str:
    return re.sub(r"/[^/]*$", f"/{name}", ADMIN_URI)


def name_for(folder: Path) -> str:
    """Each folder has a database of its own."""
    return f"mlflow_ts_py_{hashlib.sha256(str(folder).encode()).hexdigest()[:24]}"


def create(name: str, template: str | None = None) -> str:
    """The URI of a new database, as its server makes one by default; a copy of another where that is named."""
    query(ADMIN_URI, f"DROP DATABASE IF EXISTS {name}")
    query(ADMIN_URI, f"CREATE DATABASE {name}")
    if template:
        copy(template, name)
    return uri_of(name)


def copy(source: str, target: str) -> None:
    with connect(uri_of(target)) as connection, connection.cursor() as cursor:
        cursor.execute("SET foreign_key_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'")
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [source])
        for (table,) in cursor.fetchall():
            cursor.execute(f"SHOW CREATE TABLE {source}.{table}")
            cursor.execute(cursor.fetchone()[1])
            # What is computed can't be written.
            cursor.execute(
                "SELECT group_concat('`', column_name, '`') FROM information_schema.columns"
                " WHERE table_schema = %s AND table_name = %s AND generation_expression IS NULL",
                [source, table],
            )
            (columns,) = cursor.fetchone()
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {source}.{table}")
        cursor.execute("SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = %s", [source])
        for (trigger,) in cursor.fetchall():
            cursor.execute(f"SHOW CREATE TRIGGER {source}.{trigger}")
            row = cursor.fetchone()
            cursor.execute("SET sql_mode = %s", [row[1]])
            cursor.execute(row[2])


def drop(name: str) -> None:
    query(ADMIN_URI, f"DROP DATABASE IF EXISTS {name}")


def query(uri: str, sql: str) -> list[tuple]:
    with connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


def read_schema(uri: str) -> dict:
    """What a database is made of, without what differs only in how it is written."""
    tables = query(
        uri,
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = database() AND table_name NOT LIKE 'mlflow\\_ts\\_%'",
    )
    triggers = query(
        uri,
        "SELECT trigger_name, action_timing, event_manipulation, event_object_table, action_statement"
        " FROM information_schema.triggers WHERE trigger_schema = database()",
    )
    return {
        "tables": {table: read_table(uri, table) for (table,) in tables},
        "triggers": [re.sub(r"\s+", " ", " ".join(parts)) for parts in triggers],
        "version": query(uri, "SELECT version_num FROM alembic_version"),
        "workspaces": query(uri, "SELECT * FROM workspaces"),
    }


def read_table(uri: str, table: str) -> str:
    definition = query(uri, f"SHOW CREATE TABLE {table}")[0][1]
    lines = re.sub(r" AUTO_INCREMENT=\d+", "", definition).split("\n")
    # MLflow makes some indexes in an order that changes with each start.
    return "\n".join(sorted(line.rstrip(",") for line in lines))
