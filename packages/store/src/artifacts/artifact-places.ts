import { isAbsolute, relative, sep } from "node:path";
import { ApiError } from "@mlflow-ts/contract";
import { ArtifactPath } from "./artifact-path.ts";
import type { ArtifactStore } from "./artifact-store.ts";
import { parseArtifactUri } from "./artifact-uri.ts";
import { LocalArtifactStore } from "./local-artifact-store.ts";

/** Where the artifacts of a run or model are: in which store, and below which folder of it. */
export interface ArtifactPlace {
  readonly store: ArtifactStore;
  readonly folder: ArtifactPath;
}

/** A place in a cloud that the operator has named, such as `s3://bucket/prefix`. */
export interface CloudRoot {
  /** Without a slash at its end. */
  readonly uri: string;
  readonly store: ArtifactStore;
}

/** Finds the place behind an artifact URI. */
export interface ArtifactPlaces {
  /** What stands behind `mlflow-artifacts:/`; undefined on a server that does not serve it. */
  readonly destination: ArtifactStore | undefined;
  /** How long the URL of a download from a cloud is good for; 300 seconds by default. */
  readonly downloadUrlS?: number;
  /** The folders of this machine that the server may use besides, absolute. */
  readonly localRoots: readonly string[];
  /** Where in clouds the server may read and write besides. */
  readonly cloudRoots: readonly CloudRoot[];
}

/** @throws ApiError 503, for a server that was started with --no-serve-artifacts. */
export function getDestination({ destination }: ArtifactPlaces): ArtifactStore {
  if (destination !== undefined) return destination;
  throw new ApiError(
    "TEMPORARILY_UNAVAILABLE",
    "This server runs with --no-serve-artifacts, so it neither stores nor hands out what is " +
      "below mlflow-artifacts:/. Start it with --serve-artifacts.",
  );
}

/**
 * Finds where the artifacts of a run, experiment or model are kept.
 *
 * @param uri as the database has it: an old or foreign server may have written it
 *
 * @throws ApiError NOT_IMPLEMENTED for a storage that this server can't read or does not know,
 * PERMISSION_DENIED for a folder that it may not.
 */
export function findPlaceOf(places: ArtifactPlaces, uri: string): ArtifactPlace {
  const location = parseArtifactUri(uri, "artifact_uri");
  if (location.kind === "served") {
    return { store: getDestination(places), folder: location.path };
  }
  if (location.kind === "foreign") {
    const root = places.cloudRoots.find((root) => `${uri}/`.startsWith(`${root.uri}/`));
    if (root === undefined) {
      throw ApiError.notImplemented(
        `This server can't reach artifacts at this ${location.scheme}: URI; it can at ` +
          "mlflow-artifacts:/ URIs, in local folders, and in the bucket that its operator has named, " +
          "see --artifacts-destination and --default-artifact-root. Clients can use this storage directly.",
      );
    }
    const below = uri.slice(root.uri.length).split("/");
    return { store: root.store, folder: ArtifactPath.fromSegments(below, "artifact_uri") };
  }
  const root = findLocalRoot(location.folder, places.localRoots);
  if (root === undefined) {
    throw ApiError.permissionDenied(
      "These artifacts are in a folder of the server's machine outside those that its operator has " +
        "configured, see --artifacts-destination and --default-artifact-root.",
    );
  }
  const below = relative(root, location.folder).split(sep);
  return {
    store: new LocalArtifactStore(root),
    folder: ArtifactPath.fromSegments(below, "artifact_uri"),
  };
}

/** The configured folder that a folder is, or is in. */
export function findLocalRoot(folder: string, roots: readonly string[]): string | undefined {
  return roots.find((root) => {
    const below = relative(root, folder);
    return !isAbsolute(below) && below !== ".." && !below.startsWith(`..${sep}`);
  });
}
