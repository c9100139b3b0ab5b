import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GcsSettings } from "../gcs/open-gcs-store.ts";
import { startEmulator } from "./emulator.ts";

/** It answers one request after the other; without room for those that wait, some take seconds. */
const START =
  "from http.server import HTTPServer; HTTPServer.request_queue_size = 128;" +
  "from gcp_storage_emulator.__main__ import main; main()";

/** An emulator of Google Cloud Storage, with one bucket. */
export interface GcsEmulator {
  readonly bucket: string;
  readonly settings: GcsSettings;
  /** All keys that begin with a prefix, without it. */
  listKeys(prefix: string): Promise<string[]>;
  stop(): Promise<void>;
}

/** @param python an interpreter that has `gcp-storage-emulator` */
export async function startGcsEmulator(python: string): Promise<GcsEmulator> {
  const bucket = "artifacts";
  const { url, stop } = await startEmulator(python, (port) => {
    const flags = `--host 127.0.0.1 --port ${port} --in-memory --default-bucket ${bucket}`;
    return ["-c", START, "start", ...flags.split(" ")];
  });
  const folder = await mkdtemp(join(tmpdir(), "mlflow-ts-gcs-"));
  // The SDK reads it when it signs; the emulator takes any signature.
  process.env["GOOGLE_APPLICATION_CREDENTIALS"] = await writeServiceAccount(folder);
  return {
    bucket,
    settings: { emulator: url },
    async listKeys(prefix) {
      const answer = await fetch(`${url}/storage/v1/b/${bucket}/o?prefix=${prefix}`);
      const { items } = (await answer.json()) as { items: { name: string }[] };
      return items.map(({ name }) => name.slice(prefix.length)).sort();
    },
    async stop() {
      await rm(folder, { recursive: true });
      await stop();
    },
  };
}

/** The key file of a service account that nobody knows. */
async function writeServiceAccount(folder: string): Promise<string> {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const file = join(folder, "account.json");
  const account = {
    type: "service_account",
    project_id: "test",
    private_key: privateKey,
    client_email: "test@test.iam.gserviceaccount.com",
  };
  await writeFile(file, JSON.stringify(account));
  return file;
}
