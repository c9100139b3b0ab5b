import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type ArtifactPlaces,
  CloudArtifactStore,
  type CloudRoot,
  openArtifactStore,
  openCloudStore,
} from "@mlflow-ts/store";
import { ConfigError, type ServerConfig } from "../config.ts";

/**
 * The folders of this machine in which runs and experiments may have artifacts: what the operator
 * has named, and `./mlruns`, where MLflow's client keeps them when it writes a database itself.
 */
export function localArtifactRoots(
  config: Pick<ServerConfig, "artifactsDestination" | "defaultArtifactRoot" | "artifactFolders">,
): readonly string[] {
  if (config.artifactFolders) return config.artifactFolders;
  const roots = [resolve("mlruns")];
  if (isAbsolute(config.artifactsDestination)) roots.unshift(config.artifactsDestination);
  const root = config.defaultArtifactRoot;
  if (isAbsolute(root)) roots.push(root);
  else if (root.startsWith("file:")) roots.push(fileURLToPath(root));
  return roots;
}

/** Where the server finds artifacts. */
export function artifactPlaces(config: ServerConfig): ArtifactPlaces {
  const { artifactsDestination, defaultArtifactRoot, serveArtifacts } = config;
  return {
    destination: serveArtifacts ? openArtifactStore(artifactsDestination, config) : undefined,
    downloadUrlS: config.downloadUrlS,
    localRoots: localArtifactRoots(config),
    cloudRoots: [artifactsDestination, defaultArtifactRoot].flatMap((uri) =>
      findCloudRoot(uri, config),
    ),
  };
}

function findCloudRoot(uri: string, config: ServerConfig): CloudRoot[] {
  const store = openCloudStore(uri, config);
  return store ? [{ uri: withoutSlashes(uri), store }] : [];
}

function withoutSlashes(uri: string): string {
  return uri.replace(/\/+$/, "");
}

/**
 * Says, where clients write to a bucket by themselves, why the server can't show what is in it. It
 * serves all the same: they may have credentials that it has not.
 */
export async function describeUnreachable(
  { cloudRoots }: ArtifactPlaces,
  root: string,
): Promise<string | undefined> {
  const reason = await tryBucket(cloudRoots.find(({ uri }) => uri === withoutSlashes(root))?.store);
  if (reason === undefined) return undefined;
  return `${reason}. Clients may write there, but the page can't show these artifacts.`;
}

/**
 * Tries whether the server can use the bucket behind `mlflow-artifacts:/`, if there is one.
 *
 * @throws ConfigError with one line.
 */
export async function checkDestination({ destination }: ArtifactPlaces): Promise<void> {
  const reason = await tryBucket(destination);
  if (reason !== undefined) throw new ConfigError(reason);
}

/** Why a bucket can't be used, in one line; undefined of one that can, and of a folder. */
async function tryBucket(store: ArtifactPlaces["destination"]): Promise<string | undefined> {
  if (!(store instanceof CloudArtifactStore)) return undefined;
  try {
    await store.check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
