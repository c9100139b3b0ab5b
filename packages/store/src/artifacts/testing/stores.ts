import { randomUUID } from "node:crypto";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ArtifactPath } from "../artifact-path.ts";
import type { ArtifactStore } from "../artifact-store.ts";
import { LocalArtifactStore } from "../local-artifact-store.ts";
import { openAzureStore } from "../azure/open-azure-store.ts";
import { openGcsStore } from "../gcs/open-gcs-store.ts";
import { openS3Store } from "../s3/open-s3-store.ts";
import { type Azurite, startAzurite } from "./azurite.ts";
import { type GcsEmulator, startGcsEmulator } from "./gcs-emulator.ts";
import { startMoto, type Moto } from "./moto.ts";

/** A kind of store, real, of which tests make as many as they like. */
export interface StoreKind {
  readonly name: string;
  /** How many files are more than a page of a listing has. */
  readonly manyFiles: number;
  /** Before the first store is made. */
  start(): Promise<void>;
  /** An empty store, and the names of all that is really kept in it. */
  make(): Promise<{ store: ArtifactStore; listKept: () => Promise<string[]> }>;
  stop(): Promise<void>;
}

export function localStores(): StoreKind {
  const folders: string[] = [];
  return {
    name: "a local artifact store",
    manyFiles: 1100,
    start: async () => {},
    async make() {
      const folder = await realpath(await mkdtemp(join(tmpdir(), "mlflow-ts-artifacts-")));
      folders.push(folder);
      const root = join(folder, "mlartifacts");
      return { store: new LocalArtifactStore(root), listKept: () => listFiles(root) };
    },
    async stop() {
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listFiles(root: string): Promise<string[]> {
  const { readdir } = await import("node:fs/promises");
  const found = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((entry) => entry.isFile());
  return files.map((file) => join(file.parentPath, file.name).slice(root.length + 1)).sort();
}

function s3Stores(python: string): StoreKind {
  let moto: Moto;
  return {
    name: "an S3 artifact store",
    manyFiles: 1100,
    async start() {
      moto = await startMoto(python);
    },
    async make() {
      const folder = newFolder();
      const store = openS3Store({ bucket: moto.bucket, folder }, moto.settings);
      return { store, listKept: () => moto.listKeys(`${folder}/`) };
    },
    stop: () => moto.stop(),
  };
}

function gcsStores(python: string): StoreKind {
  let emulator: GcsEmulator;
  return {
    name: "an artifact store in Google Cloud Storage",
    // The emulator knows no pages, and needs a minute for a thousand files.
    manyFiles: 100,
    async start() {
      emulator = await startGcsEmulator(python);
    },
    async make() {
      const folder = newFolder();
      const store = openGcsStore({ bucket: emulator.bucket, folder }, emulator.settings);
      return { store, listKept: () => emulator.listKeys(`${folder}/`) };
    },
    stop: () => emulator.stop(),
  };
}

function azureStores(program: string): StoreKind {
  let azurite: Azurite;
  return {
    name: "an Azure artifact store",
    manyFiles: 1100,
    async start() {
      azurite = await startAzurite(program);
    },
    async make() {
      const folder = newFolder();
      const store = openAzureStore({ ...azurite.location, folder }, azurite.settings);
      return { store, listKept: () => azurite.listKeys(`${folder}/`) };
    },
    stop: () => azurite.stop(),
  };
}

const newFolder = () => ArtifactPath.parse(randomUUID(), "prefix");

/** The kinds in clouds that can be imitated here, with what each needs. */
export function cloudKinds(): StoreKind[] {
  const python = process.env["MLFLOW_PYTHON"];
  const azurite = process.env["AZURITE"];
  if (!python)
    console.warn("left out: S3 and GCS, as MLFLOW_PYTHON names no Python with emulators");
  if (!azurite)
    console.warn("left out: artifacts in Azure, as AZURITE names no main.js of Azurite");
  return [
    ...(python ? [s3Stores(python), gcsStores(python)] : []),
    ...(azurite ? [azureStores(azurite)] : []),
  ];
}

/** All kinds of stores that can be made here. */
export function storeKinds(): StoreKind[] {
  return [localStores(), ...cloudKinds()];
}
