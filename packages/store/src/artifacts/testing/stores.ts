import { randomUUID } from "node:crypto";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ArtifactPath } from "../artifact-path.ts";
import type { ArtifactStore } from "../artifact-store.ts";
import { LocalArtifactStore } from "../local-artifact-store.ts";
import { S3ArtifactStore } from "../s3/s3-artifact-store.ts";
import { startMoto, type Moto } from "./moto.ts";

/** A kind of store, real, of which tests make as many as they like. */
export interface StoreKind {
  readonly name: string;
  /** Before the first store is made. */
  start(): Promise<void>;
  /** An empty store, and the names of all that is really kept in it. */
  make(): Promise<{ store: ArtifactStore; listKept: () => Promise<string[]> }>;
  stop(): Promise<void>;
}

function localStores(): StoreKind {
  const folders: string[] = [];
  return {
    name: "a local artifact store",
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
    async start() {
      moto = await startMoto(python);
    },
    async make() {
      const folder = ArtifactPath.parse(randomUUID(), "prefix");
      const listKept = () => moto.listKeys(`${folder}/`);
      return {
        store: new S3ArtifactStore({ bucket: moto.bucket, folder }, moto.settings),
        listKept,
      };
    },
    stop: () => moto.stop(),
  };
}

/** All kinds of stores that can be made here: those in a bucket need a Python that has moto. */
export function storeKinds(): StoreKind[] {
  const python = process.env["MLFLOW_PYTHON"];
  if (python) return [localStores(), s3Stores(python)];
  console.warn("left out: artifacts in S3, as MLFLOW_PYTHON names no Python with moto");
  return [localStores()];
}
