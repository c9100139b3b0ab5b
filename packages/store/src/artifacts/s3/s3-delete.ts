import type { S3Bucket } from "./s3-bucket.ts";
import { listKeys } from "./s3-list.ts";

/** XML, in which many keys are deleted at once, can't hold these. */
const CONTROL = /\p{Cc}/u;

/** Deletes an object, and all whose keys are below it, a thousand at a time. */
export async function deleteKeys(bucket: S3Bucket, key: string): Promise<void> {
  const { sdk, client, named } = bucket;
  await client.send(new sdk.DeleteObjectCommand({ ...named, Key: key }));
  for await (const { files } of listKeys(bucket, `${key}/`)) {
    const keys = files.map((file) => file.key);
    for (const Key of keys.filter((key) => CONTROL.test(key))) {
      await client.send(new sdk.DeleteObjectCommand({ ...named, Key }));
    }
    const Objects = keys.filter((key) => !CONTROL.test(key)).map((Key) => ({ Key }));
    if (Objects.length === 0) continue;
    const { Errors: [refused] = [] } = await client.send(
      new sdk.DeleteObjectsCommand({ ...named, Delete: { Objects, Quiet: true } }),
    );
    if (refused !== undefined) {
      throw Object.assign(new Error("not deleted"), { name: refused.Code ?? "InternalError" });
    }
  }
}
