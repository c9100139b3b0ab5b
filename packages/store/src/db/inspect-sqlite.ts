import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { SCHEMA_VERSION } from "./generated/schema-version.ts";

const MAX_FAULTS = 10;

export interface SqliteInspection {
  readonly sizeBytes: number;
  /** The schema's version; undefined when it is no database of MLflow. */
  readonly stamp: string | undefined;
  /** That of the version which this program reads and writes. */
  readonly expectedStamp: string;
  /** What SQLite finds wrong in the file, and references that lead to nothing. */
  readonly faults: readonly string[];
  /** Why it can't be read at all. */
  readonly unreadable: string | undefined;
}

/**
 * Looks at an SQLite file without changing it. Reads all of it, which takes a second a gigabyte or
 * more.
 */
export function inspectSqlite(path: string): SqliteInspection {
  const inspection = { sizeBytes: statSync(path).size, expectedStamp: SCHEMA_VERSION };
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return { ...inspection, ...inspect(database), unreadable: undefined };
    } finally {
      database.close();
    }
  } catch (error) {
    const unreadable = error instanceof Error ? error.message : String(error);
    return { ...inspection, stamp: undefined, faults: [], unreadable };
  }
}

function inspect(database: DatabaseSync) {
  const stamped = database
    .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'")
    .get();
  const stamp = stamped && database.prepare("SELECT version_num FROM alembic_version").get();
  return { stamp: stamp && String(stamp["version_num"]), faults: findFaults(database) };
}

function findFaults(database: DatabaseSync): string[] {
  const faults: string[] = [];
  try {
    const found = database.prepare(`PRAGMA quick_check(${MAX_FAULTS})`).all();
    faults.push(...found.flatMap((row) => Object.values(row).map(String)));
    for (const row of database.prepare("PRAGMA foreign_key_check").iterate()) {
      if (faults.length >= MAX_FAULTS) break;
      faults.push(`a row of ${row["table"]} refers to a row of ${row["parent"]} that is not there`);
    }
  } catch (error) {
    // Of a file that is broken further on, SQLite reads no more.
    faults.push(error instanceof Error ? error.message : String(error));
  }
  return faults.filter((fault) => fault !== "ok");
}
