import { ArtifactPath } from "../artifact-path.ts";
import type { ArtifactEntry } from "../artifact-store.ts";
import { compareCodePoints } from "../list-folder.ts";
import type { S3Bucket } from "./s3-bucket.ts";

/** A page of what begins with a prefix; keys are as they are in the bucket. */
interface KeyPage {
  readonly files: readonly { readonly key: string; readonly sizeBytes: number }[];
  /** With the delimiter at their end. */
  readonly folders: readonly string[];
}

/** Goes through what begins with a prefix, a thousand keys at a time. */
export async function* listKeys(
  { sdk, client, named }: S3Bucket,
  prefix: string,
  delimiter?: "/",
): AsyncIterable<KeyPage> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new sdk.ListObjectsV2Command({
        ...named,
        Prefix: prefix,
        Delimiter: delimiter,
        ContinuationToken: token,
        // A key may hold what XML can't.
        EncodingType: "url",
      }),
    );
    yield {
      files: (page.Contents ?? []).map(({ Key = "", Size = 0 }) => ({
        key: decodeKey(Key),
        sizeBytes: Size,
      })),
      folders: (page.CommonPrefixes ?? []).map(({ Prefix = "" }) => decodeKey(Prefix)),
    };
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

/** Whether there is any key that begins with a prefix. */
export async function hasKeys({ sdk, client, named }: S3Bucket, prefix: string): Promise<boolean> {
  const { Contents = [] } = await client.send(
    new sdk.ListObjectsV2Command({ ...named, Prefix: prefix, MaxKeys: 1, EncodingType: "url" }),
  );
  return Contents.length > 0;
}

/**
 * The files and folders below a prefix, ordered by name. Left out are keys that no request could
 * name: `..`, an empty name, control characters; the marker that some programs make for a folder.
 */
export async function listFolder(bucket: S3Bucket, prefix: string): Promise<ArtifactEntry[]> {
  const entries: ArtifactEntry[] = [];
  for await (const { files, folders } of listKeys(bucket, prefix, "/")) {
    for (const { key, sizeBytes } of files) {
      const name = nameBelow(prefix, key);
      if (isAddressable(name)) entries.push({ kind: "file", name, sizeBytes });
    }
    for (const folder of folders) {
      const name = nameBelow(prefix, folder).slice(0, -1);
      if (isAddressable(name)) entries.push({ kind: "folder", name });
    }
  }
  return entries.sort((a, b) => compareCodePoints(a.name, b.name));
}

/** Empty for a key that a server gave though it was not asked for. */
function nameBelow(prefix: string, key: string): string {
  return key.startsWith(prefix) ? key.slice(prefix.length) : "";
}

function isAddressable(name: string): boolean {
  try {
    return ArtifactPath.fromSegments(name.split("/"), "name").toString() === name && name !== "";
  } catch {
    return false;
  }
}

/** Some servers write a space as `+`, as forms do; a plus is encoded by all. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll("+", " "));
  } catch {
    return encoded;
  }
}
