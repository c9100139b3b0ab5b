import { SchemaError, UnreachableError } from "@mlflow-ts/store";
import { ConfigError, type ServerConfig } from "./config.ts";

/** A start that failed for a reason that the operator can mend, in one line. */
export function explainFailedStart(error: unknown, config: ServerConfig): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  const listen = `${config.host}:${config.port}`;
  const isOfDatabase = error instanceof SchemaError || error instanceof UnreachableError;
  if (isOfDatabase || code.startsWith("ERR_SQLITE")) {
    return new ConfigError(
      `The database ${config.databaseName} cannot be opened: ${error.message}.`,
    );
  }
  if (code === "EADDRINUSE") {
    return new ConfigError(
      `Port ${config.port} on ${config.host} is in use; stop what listens there or give --port another.`,
    );
  }
  if (code === "EACCES") {
    return new ConfigError(`Listening on ${listen} is not permitted; choose a port above 1023.`);
  }
  if (code === "ENOTFOUND" || code === "EADDRNOTAVAIL" || code === "EAI_AGAIN") {
    return new ConfigError(`--host ${config.host} is not an address of this machine.`);
  }
  return error;
}
