import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ArtifactPath } from "../artifact-path.ts";
import { type Moto, startMoto } from "../testing/moto.ts";
import { openS3Bucket } from "./s3-bucket.ts";
import { openS3Store } from "./open-s3-store.ts";

const python = process.env["MLFLOW_PYTHON"] ?? "";
const at = (path: string) => ArtifactPath.parse(path, "path");
const content = async function* (text: string) {
  yield Buffer.from(text);
};

/** A server that takes no connection: port 9 is nobody's. */
const AWAY = { endpoint: "http://127.0.0.1:9", region: "x", ignoreTls: false, uploadArguments: {} };

describe("a bucket that is away", () => {
  process.env["AWS_ACCESS_KEY_ID"] ??= "test";
  process.env["AWS_SECRET_ACCESS_KEY"] ??= "secret-of-the-test";
  const store = openS3Store({ bucket: "models", folder: ArtifactPath.root }, AWAY);

  it("is named with its host in the operator's line", async () => {
    await expect(store.check()).rejects.toThrow(
      "The bucket 'models' at http://127.0.0.1:9 can't be reached (ECONNREFUSED); listing it was tried",
    );
  });

  it("is a 503 for every request, whose cause is for the log", async () => {
    for (const request of [
      () => store.list(at("a")),
      () => store.stat(ArtifactPath.root),
      () => store.open(at("a")),
      () => store.write(at("a"), content("x")),
      () => store.delete(at("a")),
    ]) {
      await expect(request()).rejects.toMatchObject({
        status: 503,
        message: expect.stringMatching(
          /^The artifact storage can't be reached \(ECONNREFUSED\)\. Try '.*' again later\.$/,
        ),
        cause: { message: expect.stringContaining("models") },
      });
    }
  });
});

describe.runIf(python)("a bucket", () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto(python);
  });
  afterAll(() => moto.stop());

  const storeAt = (folder: string, bucket = moto.bucket) =>
    openS3Store({ bucket, folder: at(folder) }, moto.settings);

  async function put(...keys: string[]): Promise<void> {
    const { sdk, client, named } = await openS3Bucket(moto.bucket, moto.settings);
    for (const Key of keys) {
      await client.send(new sdk.PutObjectCommand({ ...named, Key, Body: "x" }));
    }
  }

  it("shows of the keys that others made those that a path can name", async () => {
    await put("h/good", "h/sp ace+%41.txt", "h/sub/x", "h/");
    await put("h/..", "h/../up", "h//double", "h/a\\b", "h/q?", "h/bell\u0007/x");
    await put("h/.", "h/./x", "h/.artifact.uploading.1", "h/#", "h2/x", `h/${"n".repeat(300)}`);
    expect(await storeAt("h").list(ArtifactPath.root)).toEqual([
      { kind: "file", name: "good", sizeBytes: 1 },
      { kind: "file", name: "sp ace+%41.txt", sizeBytes: 1 },
      { kind: "folder", name: "sub" },
    ]);
  });

  it("deletes with a folder what no path can name, and nothing beside it", async () => {
    await put("d/run/a", "d/run/../up", "d/run//x", "d/run/bell\u0007/x", "d/run/tab\tx");
    await put("d/run2/kept", "d/runs", "d/other");
    await storeAt("d").delete(at("run"));
    expect(await moto.listKeys("d/")).toEqual(["other", "run2/kept", "runs"]);
  });

  it("may be used as a whole", async () => {
    await put("whole/a");
    const store = storeAt("");
    await store.check();
    expect(await store.stat(ArtifactPath.root)).toEqual({ kind: "folder" });
    expect(await store.list(ArtifactPath.root)).toContainEqual({ kind: "folder", name: "whole" });
    await expect(store.delete(ArtifactPath.root)).rejects.toMatchObject({ status: 400 });
  });

  it("gives every new object what the operator asks for, in one piece or in parts", async () => {
    const uploadArguments = { ServerSideEncryption: "AES256", CacheControl: "no-store" };
    const { bucket, settings } = moto;
    const store = openS3Store(
      { bucket, folder: at("encrypted") },
      { ...settings, uploadArguments },
    );
    await store.write(at("small"), content("x"));
    await store.write(at("large"), content("x".repeat(9_000_000)));
    const { sdk, client, named } = await openS3Bucket(bucket, settings);
    for (const Key of ["encrypted/small", "encrypted/large"]) {
      const found = await client.send(new sdk.HeadObjectCommand({ ...named, Key }));
      expect(found).toMatchObject(uploadArguments);
    }
  });

  it("that is not there is a 503, never an empty folder or a missing file", async () => {
    const store = storeAt("", "no-such-bucket");
    await expect(store.check()).rejects.toThrow(
      /^The bucket 'no-such-bucket' at http:\/\/127\.0\.0\.1:\d+ has no such bucket/,
    );
    await expect(store.open(at("a"))).rejects.toMatchObject({ status: 503 });
    await expect(store.stat(at("a"))).rejects.toMatchObject({ status: 503 });
    await expect(store.write(at("a"), content("x"))).rejects.toMatchObject({ status: 503 });
  });
});
