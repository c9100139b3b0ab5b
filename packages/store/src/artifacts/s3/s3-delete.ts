import type { S3Bucket } from "./s3-bucket.ts";

/** XML, in which many keys are deleted at once, can't hold these. */
const CONTROL = /\p{Cc}/u;

/** Deletes objects: one by itself, up to a thousand in one request. */
export async function deleteKeys(
  { sdk, client, named }: S3Bucket,
  keys: readonly string[],
): Promise<void> {
  const isAlone = (key: string) => keys.length === 1 || CONTROL.test(key);
  for (const Key of keys.filter(isAlone)) {
    await client.send(new sdk.DeleteObjectCommand({ ...named, Key }));
  }
  const Objects = keys.filter((key) => !isAlone(key)).map((Key) => ({ Key }));
  if (Objects.length === 0) return;
  const { Errors: [refused] = [] } = await client.send(
    new sdk.DeleteObjectsCommand({ ...named, Delete: { Objects, Quiet: true } }),
  );
  if (refused !== undefined) {
    throw Object.assign(new Error("not deleted"), { name: refused.Code ?? "InternalError" });
  }
}
