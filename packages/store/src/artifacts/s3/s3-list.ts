import type { ObjectPage } from "../cloud/cloud-bucket.ts";
import type { S3Bucket } from "./s3-bucket.ts";

/** Goes through what begins with a prefix, a thousand keys at a time. */
export async function* listKeys(
  { sdk, client, named }: S3Bucket,
  prefix: string,
  { delimiter, limit }: { readonly delimiter?: "/"; readonly limit?: number } = {},
): AsyncIterable<ObjectPage> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new sdk.ListObjectsV2Command({
        ...named,
        Prefix: prefix,
        Delimiter: delimiter,
        MaxKeys: limit,
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

/** Some servers write a space as `+`, as forms do; a plus is encoded by all. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll("+", " "));
  } catch {
    return encoded;
  }
}
