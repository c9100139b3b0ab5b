import { ArtifactPath } from "../artifact-path.ts";

/** A bucket, and the folder of it below which artifacts are kept. */
export interface BucketLocation {
  readonly bucket: string;
  readonly folder: ArtifactPath;
}

/** A container of an Azure storage account, and the folder of it below which artifacts are kept. */
export interface ContainerLocation {
  readonly container: string;
  readonly account: string;
  /** The service's host after the account: `blob.core.windows.net`, or that of another Azure. */
  readonly suffix: string;
  readonly folder: ArtifactPath;
}

const AZURE =
  /^wasbs:\/\/([\w$-]+)@([a-z0-9]+)\.(blob\.core\.(?:windows\.net|chinacloudapi\.cn|usgovcloudapi\.net))(?:\/([^?#]*))?$/i;

/**
 * Reads a URI such as `s3://bucket/prefix`.
 *
 * @example
 * parseBucketUri("s3://models/team", "s3")?.bucket; // "models"
 *
 * @returns undefined for one that names no bucket, or that holds a user, a query or a fragment.
 * @throws ApiError INVALID_PARAMETER_VALUE for a folder that no artifact may be in.
 */
export function parseBucketUri(uri: string, scheme: "s3" | "gs"): BucketLocation | undefined {
  const [, given = "", bucket = "", path = ""] =
    /^(\w+):\/\/([\w.-]+)(?:\/([^?#]*))?$/.exec(uri) ?? [];
  if (bucket === "" || given.toLowerCase() !== scheme) return undefined;
  return { bucket, folder: toFolder(path) };
}

/** Reads a URI such as `wasbs://container@account.blob.core.windows.net/prefix`, in the same way. */
export function parseContainerUri(uri: string): ContainerLocation | undefined {
  const [, container = "", account = "", suffix = "", path = ""] = AZURE.exec(uri) ?? [];
  if (container === "") return undefined;
  return { container, account, suffix: suffix.toLowerCase(), folder: toFolder(path) };
}

function toFolder(path: string): ArtifactPath {
  return ArtifactPath.fromSegments(path.split("/"), "artifact URI");
}
