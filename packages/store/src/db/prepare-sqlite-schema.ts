import { SCHEMA_VERSION } from "./generated/schema-version.ts";
import { SQLITE_SCHEMA } from "./generated/sqlite-schema.ts";
import { checkSchemaVersion } from "./schema-error.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";

/** MLflow puts every experiment without another workspace into this one. */
export const DEFAULT_WORKSPACE = ["default", "Default workspace for legacy resources"] as const;

/**
 * Creates MLflow's tables in an empty database; checks the version of one that has them.
 *
 * @throws SchemaError when the database belongs to another version of MLflow or to something else.
 */
export async function prepareSqliteSchema(database: SqliteDatabase): Promise<void> {
  await database.write(({ prepare }) => {
    const tables = prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map((row) => row["name"]);
    if (tables.length === 0) {
      for (const statement of SQLITE_SCHEMA) prepare(statement).run();
      prepare("INSERT INTO alembic_version (version_num) VALUES (?)").run(SCHEMA_VERSION);
      prepare("INSERT INTO workspaces (name, description) VALUES (?, ?)").run(...DEFAULT_WORKSPACE);
      return;
    }
    const stamp = tables.includes("alembic_version")
      ? prepare("SELECT version_num FROM alembic_version").get()?.["version_num"]
      : undefined;
    checkSchemaVersion(stamp, "sqlite:///<file>");
  });
}
