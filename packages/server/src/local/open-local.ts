import { ApiError } from "@mlflow-ts/contract";
import { SchemaError } from "@mlflow-ts/store";
import { type Backend, openBackend } from "../backend.ts";
import { ConfigError } from "../config.ts";
import { callHandler } from "./call-handler.ts";
import { type LocalBackend, localConfig } from "./local-backend.ts";
import { openFileStore } from "./open-file-store.ts";

/**
 * Opens a database, or a folder of MLflow's file store to be read, without a server: the calls are
 * answered by the server's own handlers. New experiments keep artifacts in `./mlruns`, as MLflow's
 * do, and those below `mlflow-artifacts:/` are found in `./mlartifacts`, where a server keeps them.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE or INVALID_STATE when it can't be opened, saying why.
 * @example
 * const { call } = await openLocal("sqlite:///mlflow.db");
 * const { experiments } = await call("searchExperiments", {});
 */
export async function openLocal(uri: string): Promise<LocalBackend> {
  if (uri.startsWith("file:")) return openFileStore(uri);
  const backend = await open(uri);
  return { call: (...call) => callHandler(backend.handlers, ...call) };
}

async function open(uri: string): Promise<Backend> {
  try {
    return await openBackend(localConfig(uri));
  } catch (error) {
    throw explain(error, uri);
  }
}

function explain(error: unknown, uri: string): unknown {
  if (error instanceof ConfigError) return ApiError.invalidParameter(error.message);
  if (!(error instanceof Error)) return error;
  const isDatabase = "code" in error && String(error.code).startsWith("ERR_SQLITE");
  if (!(error instanceof SchemaError) && !isDatabase) return error;
  return new ApiError("INVALID_STATE", `The database ${uri} can't be opened: ${error.message}.`);
}
