import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type ArtifactPlaces, LocalArtifactStore } from "@mlflow-ts/store";
import type { ServerConfig } from "../config.ts";

/**
 * The folders of this machine in which runs and experiments may have artifacts: what the operator
 * has named, and `./mlruns`, where MLflow's client keeps them when it writes a database itself.
 */
export function localArtifactRoots(
  config: Pick<ServerConfig, "artifactsDestination" | "defaultArtifactRoot" | "artifactFolders">,
): readonly string[] {
  if (config.artifactFolders) return config.artifactFolders;
  const roots = [config.artifactsDestination, resolve("mlruns")];
  const root = config.defaultArtifactRoot;
  if (isAbsolute(root)) roots.push(root);
  else if (root.startsWith("file:")) roots.push(fileURLToPath(root));
  return roots;
}

/** Where the server finds artifacts. */
export function artifactPlaces(config: ServerConfig): ArtifactPlaces {
  return {
    destination: config.serveArtifacts
      ? new LocalArtifactStore(config.artifactsDestination)
      : undefined,
    localRoots: localArtifactRoots(config),
  };
}
