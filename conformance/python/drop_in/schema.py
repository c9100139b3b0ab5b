"""What a database is made of, without what differs only in how it is written."""

import re
import sqlite3
from pathlib import Path

CONSTRAINT = re.compile(r"CONSTRAINT|PRIMARY KEY|FOREIGN KEY|UNIQUE|CHECK")


def read_schema(database: Path) -> dict:
    """Every table, index and trigger, and the version that the database is stamped with."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        [stamp] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return {"stamp": stamp} | {f"{kind} {name}": normalise(sql or "") for kind, name, sql in rows}


def normalise(sql: str) -> list[str]:
    """The columns in their order, then the constraints in any, all without quotes and spaces."""
    sql = sql.replace('"', "").replace("ON DELETE cascade", "ON DELETE CASCADE")
    sql = re.sub(r"\s*([(),])\s*", r"\1", re.sub(r"\s+", " ", sql))
    parts = split(sql[sql.find("(") + 1 : sql.rfind(")")])
    columns = [part for part in parts if not CONSTRAINT.match(part)]
    return [sql.partition("(")[0], *columns, *sorted(part for part in parts if CONSTRAINT.match(part))]


def split(text: str) -> list[str]:
    """The parts between the commas that stand in no parentheses."""
    parts, depth = [""], 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
