import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ArtifactStore, SignedAccess, SignedUrl } from "../artifact-store.ts";
import { at, chunks, readAll } from "../testing/contents.ts";
import { cloudKinds, localStores } from "../testing/stores.ts";

const MIB = 1024 * 1024;

async function send({ url, headers }: SignedUrl, body: string): Promise<Response> {
  return fetch(url, { method: "PUT", headers, body });
}

it("a folder of this machine signs no URLs: its files go through the server", async () => {
  const local = localStores();
  await local.start();
  const { store } = await local.make();
  expect(store.signed).toBeUndefined();
  await local.stop();
});

describe.each(cloudKinds())("$name signs URLs with which", (kind) => {
  let store: ArtifactStore;
  let signed: SignedAccess;

  beforeAll(() => kind.start());
  beforeEach(async () => {
    ({ store } = await kind.make());
    if (store.signed === undefined) throw new Error("this store signs no URLs");
    signed = store.signed;
  });
  afterAll(() => kind.stop());

  it("a file is downloaded, whole or in part, as an attachment", async () => {
    await store.write(at("a/ü b+c.txt"), chunks("hello world"));
    const options = { expirationS: 60, disposition: 'attachment; filename="b.txt"' };
    const { url, headers, sizeBytes } = await signed.signDownload(at("a/ü b+c.txt"), options);
    expect(sizeBytes).toBe(11);
    const whole = await fetch(url, { headers });
    expect(whole.headers.get("content-disposition")).toBe('attachment; filename="b.txt"');
    expect(await whole.text()).toBe("hello world");
    const part = await fetch(url, { headers: { ...headers, Range: "bytes=6-8" } });
    expect(await part.text()).toBe("wor");
  });

  it("a file is uploaded", async () => {
    const options = { expirationS: 60, contentType: "text/plain" };
    const answer = await send(await signed.signUpload(at("up/a b.txt"), options), "hello");
    expect(answer.ok).toBe(true);
    expect(await readAll(store, "up/a b.txt")).toBe("hello");
  });

  it("nothing is downloaded where no file is", async () => {
    await store.write(at("a/b"), chunks("x"));
    for (const path of ["nope", "a"]) {
      const options = { expirationS: 60, disposition: "attachment" };
      await expect(signed.signDownload(at(path), options)).rejects.toMatchObject({
        errorCode: "RESOURCE_DOES_NOT_EXIST",
      });
    }
  });

  it("a file is uploaded in parts, which are seen once they are complete", async () => {
    const { parts } = signed;
    if (parts === undefined) {
      expect(kind.name).toContain("Google");
      return;
    }
    await expect(parts.begin(at("large"), 10_001)).rejects.toMatchObject({ status: 400 });
    const { uploadId, urls } = await parts.begin(at("large"), 2);
    expect(urls).toHaveLength(2);
    const bodies = ["a".repeat(5 * MIB), "b"];
    const uploaded = await Promise.all(
      urls.map(async (url, i) => {
        const answer = await send({ url, headers: {} }, bodies[i] ?? "");
        expect(answer.ok).toBe(true);
        return { partNumber: i + 1, etag: answer.headers.get("etag") ?? "" };
      }),
    );
    expect(await store.list(at(""))).toEqual([]);
    await parts.complete(at("large"), uploadId, uploaded.toReversed());
    expect(await readAll(store, "large")).toBe(bodies.join(""));
    // moto answers 500 where S3 itself says that there is no such upload.
    if (kind.name.includes("S3")) return;
    await expect(parts.complete(at("large"), randomUUID(), uploaded)).rejects.toMatchObject({
      message: "Invalid value for 'parts': the artifact storage refuses them (InvalidBlockList).",
    });
  });

  it("a given up upload leaves what was there", async () => {
    await store.write(at("kept"), chunks("old"));
    const { parts } = signed;
    if (parts === undefined) return;
    const { uploadId, urls } = await parts.begin(at("kept"), 1);
    await send({ url: urls[0] ?? "", headers: {} }, "new");
    await parts.abort(at("kept"), uploadId);
    expect(await readAll(store, "kept")).toBe("old");
  });
});
