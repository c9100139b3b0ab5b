import { SCHEMA_VERSION } from "./generated/schema-version.ts";

/** The database cannot be used as it is; the message says what to do. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}

/**
 * Checks the version of a database that holds tables; `uri` is its form in a command of MLflow's.
 *
 * @throws SchemaError when it belongs to another version of MLflow or to something else.
 */
export function checkSchemaVersion(stamp: unknown, uri: string): void {
  if (stamp === SCHEMA_VERSION) return;
  if (stamp === undefined) {
    throw new SchemaError("it holds tables, but is not a database of MLflow");
  }
  throw new SchemaError(
    `its schema version is ${JSON.stringify(stamp)}, but this program needs ${SCHEMA_VERSION} ` +
      `(MLflow 3.17.2); upgrade an older one with MLflow's \`mlflow db upgrade ${uri}\``,
  );
}
