import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type OtherProgram } from "@mlflow-ts/store/testing";
import { parseConfig, type ServerFlags } from "../config.ts";
import { startServer } from "../start-server.ts";

/** A server of its own, on a real database in a temporary folder. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  /** What a second server on the same database is started with. */
  readonly databaseUri: string;
  /** A second connection to the database, as another program has it; close it yourself. */
  openDatabase(): Promise<OtherProgram>;
  /** Ends the server; the folder stays until `remove`. */
  close(): Promise<void>;
  /** Ends the server and removes its folder. */
  remove(): Promise<void>;
}

/** Starts a server in this process, on a free port; the flags are those of `mlflow server`. */
export async function startTestServer(
  flags: ServerFlags = {},
  env: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "mlflow-ts-security-"));
  const database =
    flags.backendStoreUri || flags.artifactsOnly ? undefined : await createTestDatabase();
  const backend = database === undefined ? {} : { backendStoreUri: database.uri };
  const { config } = parseConfig({ port: "0", ...backend, ...flags }, env, folder);
  const server = await startServer(config);
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= server.close());
  return {
    url: server.url,
    port: Number(new URL(server.url).port),
    folder,
    databaseUri: config.backendStoreUri,
    openDatabase: () => {
      if (database === undefined) throw new Error("this server was given its database");
      return database.openOther();
    },
    close,
    remove: async () => {
      await close();
      await database?.remove();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
