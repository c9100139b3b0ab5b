import { existsSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ApiError, contract } from "@mlflow-ts/contract";
import { closeStore, importFileStore, openStore } from "@mlflow-ts/store";
import { openBackend } from "../backend.ts";
import { callHandler } from "./call-handler.ts";
import { type LocalBackend, localConfig } from "./local-backend.ts";

/**
 * Opens a folder of MLflow's file store (`./mlruns`) to be read: what is in it is copied to a
 * database in the temporary folder, where searches find it, as it is at this moment.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE when there is no such folder.
 */
export async function openFileStore(uri: string): Promise<LocalBackend> {
  const root = fileURLToPath(uri);
  if (!existsSync(root)) {
    throw ApiError.invalidParameter(
      `No file store is at ${root}. New runs are kept in a database: sqlite:///mlflow.db.`,
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "mlflow-ts-file-store-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "mlflow.db");
  const store = await openStore({ path, artifactRoot: root });
  try {
    const onProblem = (message: string) => console.warn(`mlflow: ${message}`);
    await importFileStore(root, store.database, { onProblem });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await closeStore(store);
  }
  const { handlers } = await openBackend(localConfig(`sqlite:///${path}`));
  return {
    call: async (name, ...call) => {
      if (contract[name].permission !== "read") throw readOnly(root);
      return callHandler(handlers, name, ...call);
    },
  };
}

/** MLflow itself refuses its file store since version 3.17, to write and to read. */
function readOnly(root: string): ApiError {
  return new ApiError(
    "INVALID_STATE",
    `${root} is a file store, which can be read here but not written to. Copy it into a database ` +
      `once, with its ids: mlflow migrate-filestore --source ${root} --target sqlite:///mlflow.db. ` +
      'Then log there: mlflow.setTrackingUri("sqlite:///mlflow.db").',
  );
}
