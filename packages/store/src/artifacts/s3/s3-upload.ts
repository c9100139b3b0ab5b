import type { S3Bucket } from "./s3-bucket.ts";

const MIB = 1024 * 1024;
/** S3 takes 10,000 parts; later ones are larger, so that a file may have 600 GB. */
const LARGER_FROM = 5000;

/** How many bytes a part has, the first being number 1. */
const partBytes = (part: number): number => (part < LARGER_FROM ? 8 * MIB : 128 * MIB);

/** Where to store an object, and what it gets. */
export interface UploadTarget {
  readonly Key: string;
  readonly [argument: string]: string;
}

/** Runs a request; its failure is thrown as clients are to see it. */
export type Ask = <T>(request: (bucket: S3Bucket) => Promise<T>) => Promise<T>;

/**
 * Stores content under a key, in place of what is there: in one request or, where it is larger than
 * a part, in parts that become visible together. When content or a request fails, nothing is left
 * behind, and what was there stays.
 */
export async function uploadObject(
  ask: Ask,
  target: UploadTarget,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const parts = cutIntoParts(content, partBytes);
  try {
    const { value: first } = await parts.next();
    const body = first ?? new Uint8Array();
    if (body.length < partBytes(1)) {
      await ask(({ sdk, client, named }) =>
        client.send(new sdk.PutObjectCommand({ ...named, ...target, Body: body })),
      );
    } else {
      await uploadParts(ask, target, body, parts);
    }
  } finally {
    await parts.return();
  }
}

async function uploadParts(
  ask: Ask,
  target: UploadTarget,
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array, void>,
): Promise<void> {
  const { UploadId } = await ask(({ sdk, client, named }) =>
    client.send(new sdk.CreateMultipartUploadCommand({ ...named, ...target })),
  );
  const upload = { Key: target.Key, UploadId };
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  const add = async (Body: Uint8Array) => {
    const PartNumber = Parts.length + 1;
    const { ETag } = await ask(({ sdk, client, named }) =>
      client.send(new sdk.UploadPartCommand({ ...named, ...upload, PartNumber, Body })),
    );
    Parts.push({ PartNumber, ETag });
  };
  try {
    await add(first);
    for await (const part of rest) await add(part);
    await ask(({ sdk, client, named }) =>
      client.send(
        new sdk.CompleteMultipartUploadCommand({
          ...named,
          ...upload,
          MultipartUpload: { Parts },
        }),
      ),
    );
  } catch (error) {
    // The first failure is the one to tell.
    await ask(({ sdk, client, named }) =>
      client.send(new sdk.AbortMultipartUploadCommand({ ...named, ...upload })),
    ).catch(() => undefined);
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
