import { randomUUID } from "node:crypto";
import type { BlobItem, ContainerClient } from "@azure/storage-blob";
import type { ByteRange } from "@mlflow-ts/contract";
import type {
  BucketSigner,
  CloudBucket,
  Failure,
  ObjectPage,
  PartUpload,
  StoredObject,
} from "../cloud/cloud-bucket.ts";
import { forEachOf } from "../cloud/for-each-of.ts";
import { describeAzureError } from "./azure-error.ts";
import { blockId } from "./block-id.ts";

/** As other clouds have them. */
const PAGE_SIZE = 1000;

/** A container of blobs. */
export class AzureContainer implements CloudBucket {
  readonly noun = "container";
  readonly name: string;
  readonly address: string;
  readonly signer: BucketSigner;
  readonly #client: ContainerClient;

  constructor(client: ContainerClient, signer: BucketSigner) {
    this.#client = client;
    this.name = client.containerName;
    // What follows in a URL may be a signature.
    this.address = new URL(client.url).origin;
    this.signer = signer;
  }

  describe(error: unknown): Failure {
    return describeAzureError(error);
  }

  async *list(
    prefix: string,
    { delimiter, limit }: { delimiter?: "/"; limit?: number } = {},
  ): AsyncIterable<ObjectPage> {
    const paging = { maxPageSize: limit ?? PAGE_SIZE };
    if (delimiter === undefined) {
      for await (const { segment } of this.#client.listBlobsFlat({ prefix }).byPage(paging)) {
        yield { files: segment.blobItems.map(toListed), folders: [] };
      }
      return;
    }
    const pages = this.#client.listBlobsByHierarchy(delimiter, { prefix }).byPage(paging);
    for await (const { segment } of pages) {
      const folders = (segment.blobPrefixes ?? []).map(({ name }) => name);
      yield { files: segment.blobItems.map(toListed), folders };
    }
  }

  async head(key: string): Promise<StoredObject | undefined> {
    try {
      const found = await this.#client.getBlobClient(key).getProperties();
      return {
        sizeBytes: found.contentLength ?? 0,
        modifiedMs: found.lastModified?.getTime() ?? 0,
        version: found.etag ?? "",
      };
    } catch (error) {
      if (describeAzureError(error).status === 404) return undefined;
      throw error;
    }
  }

  async *read(
    key: string,
    { version }: StoredObject,
    { first, last }: ByteRange,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array> {
    const answer = await this.#client.getBlobClient(key).download(first, last + 1 - first, {
      abortSignal: signal,
      conditions: { ifMatch: version },
    });
    if (answer.readableStreamBody) {
      yield* answer.readableStreamBody as AsyncIterable<unknown> as AsyncIterable<Uint8Array>;
    }
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    await this.#client.getBlockBlobClient(key).upload(body, body.length);
  }

  /** Blocks that are never committed are seen by nobody, and removed by Azure after a week. */
  async beginUpload(key: string): Promise<PartUpload> {
    const blob = this.#client.getBlockBlobClient(key);
    const uploadId = randomUUID();
    const blocks: string[] = [];
    return {
      async add(part) {
        const id = blockId(uploadId, blocks.length + 1);
        await blob.stageBlock(id, part, part.length);
        blocks.push(id);
      },
      async complete() {
        await blob.commitBlockList(blocks);
      },
      async abort() {},
    };
  }

  async delete(keys: readonly string[]): Promise<void> {
    await forEachOf(keys, async (key) => {
      await this.#client.getBlobClient(key).deleteIfExists({ deleteSnapshots: "include" });
    });
  }
}

function toListed({ name, properties }: BlobItem) {
  return { key: name, sizeBytes: properties.contentLength ?? 0 };
}
