import { SCHEMA_VERSION, SQLITE_SCHEMA } from "./generated/sqlite-schema.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";

/** The database cannot be used as it is; the message says what to do. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}

/**
 * Creates MLflow's tables in an empty database; checks the version of one that has them.
 *
 * @throws SchemaError when the database belongs to another version of MLflow or to something else.
 */
export async function prepareSchema(database: SqliteDatabase): Promise<void> {
  await database.write(({ prepare }) => {
    const tables = prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map((row) => row["name"]);
    if (tables.length === 0) {
      for (const statement of SQLITE_SCHEMA) prepare(statement).run();
      prepare("INSERT INTO alembic_version (version_num) VALUES (?)").run(SCHEMA_VERSION);
      prepare("INSERT INTO workspaces (name, description) VALUES (?, ?)").run(
        "default",
        "Default workspace for legacy resources",
      );
      return;
    }
    const stamp = tables.includes("alembic_version")
      ? prepare("SELECT version_num FROM alembic_version").get()?.["version_num"]
      : undefined;
    if (stamp === SCHEMA_VERSION) return;
    if (stamp === undefined) {
      throw new SchemaError("it holds tables, but is not a database of MLflow");
    }
    throw new SchemaError(
      `its schema version is ${JSON.stringify(stamp)}, but this program needs ${SCHEMA_VERSION} ` +
        "(MLflow 3.17.2); upgrade an older one with MLflow's `mlflow db upgrade sqlite:///<file>`",
    );
  });
}
