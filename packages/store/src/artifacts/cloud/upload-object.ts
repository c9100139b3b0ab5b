import type { CloudBucket } from "./cloud-bucket.ts";

const MIB = 1024 * 1024;
/** S3 takes 10,000 parts; later ones are larger, so that a file may have 600 GB. */
const LARGER_FROM = 5000;

/** How many bytes a part has, the first being number 1. */
const partBytes = (part: number): number => (part < LARGER_FROM ? 8 * MIB : 128 * MIB);

/** Runs a request; its failure is thrown as clients are to see it. */
export type Ask = <T>(request: (bucket: CloudBucket) => Promise<T>) => Promise<T>;

/**
 * Stores content under a key, in place of what is there: in one request or, where it is larger than
 * a part, in parts that become visible together. When content or a request fails, nothing is left
 * that anybody sees, and what was there stays.
 */
export async function uploadObject(
  ask: Ask,
  key: string,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const parts = cutIntoParts(content, partBytes);
  try {
    const { value: first } = await parts.next();
    const body = first ?? new Uint8Array();
    if (body.length < partBytes(1)) await ask((bucket) => bucket.put(key, body));
    else await uploadParts(ask, key, body, parts);
  } finally {
    await parts.return();
  }
}

async function uploadParts(
  ask: Ask,
  key: string,
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array, void>,
): Promise<void> {
  const upload = await ask((bucket) => bucket.beginUpload(key));
  try {
    await ask(() => upload.add(first));
    for await (const part of rest) await ask(() => upload.add(part));
    await ask(() => upload.complete());
  } catch (error) {
    // The first failure is the one to tell.
    await upload.abort().catch(() => undefined);
    throw error;
  }
}

/**
 * Cuts content into parts, all but the last of the asked size; nothing for empty content. No more
 * than one part is in memory.
 */
export async function* cutIntoParts(
  content: AsyncIterable<Uint8Array>,
  sizeOf: (part: number) => number,
): AsyncGenerator<Uint8Array, void> {
  let number = 1;
  let chunks: Uint8Array[] = [];
  let missing = sizeOf(number);
  for await (const chunk of content) {
    let rest = chunk;
    while (rest.length >= missing) {
      chunks.push(rest.subarray(0, missing));
      rest = rest.subarray(missing);
      yield Buffer.concat(chunks);
      chunks = [];
      number += 1;
      missing = sizeOf(number);
    }
    if (rest.length > 0) chunks.push(rest);
    missing -= rest.length;
  }
  if (chunks.length > 0) yield Buffer.concat(chunks);
}
