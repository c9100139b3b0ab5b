import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ArtifactPath } from "./artifact-path.ts";
import type { ArtifactStore } from "./artifact-store.ts";
import { at, chunks, collect, readAll } from "./testing/contents.ts";
import { storeKinds } from "./testing/stores.ts";

describe.each(storeKinds())("$name", (kind) => {
  let store: ArtifactStore;
  let listKept: () => Promise<string[]>;

  beforeAll(() => kind.start());
  beforeEach(async () => {
    ({ store, listKept } = await kind.make());
  });
  afterAll(() => kind.stop());

  it("keeps a file below its path", async () => {
    await store.write(at("1/run/artifacts/plots/loss 日本+%25.txt"), chunks("hello", " ", "world"));
    expect(await readAll(store, "1/run/artifacts/plots/loss 日本+%25.txt")).toBe("hello world");
    expect(await listKept()).toEqual(["1/run/artifacts/plots/loss 日本+%.txt"]);
    expect(await store.list(at("1/run/artifacts/plots"))).toEqual([
      { kind: "file", name: "loss 日本+%.txt", sizeBytes: 11 },
    ]);
  });

  it("replaces a file as a whole, and never mixes the two", async () => {
    await store.write(at("a.txt"), chunks("the old, longer content"));
    const opened = await store.open(at("a.txt"));
    await store.write(at("a.txt"), chunks("new"));
    expect(await readAll(store, "a.txt")).toBe("new");
    const read = await collect(opened.read()).catch((error: unknown) => error);
    if (read !== "the old, longer content") expect(read).toMatchObject({ status: 503 });
    await opened.close();
  });

  it("lists a folder of more files than a page of a cloud has, and deletes it", async () => {
    const names = Array.from({ length: kind.manyFiles }, (_, i) => String(i).padStart(4, "0"));
    for (let i = 0; i < names.length; i += 50) {
      const batch = names.slice(i, i + 50);
      await Promise.all(batch.map((name) => store.write(at(`many/${name}`), chunks(name))));
    }
    await store.write(at("many-others"), chunks("kept"));
    const entries = await store.list(at("many"));
    expect(entries.map((entry) => entry.name)).toEqual(names);
    await store.delete(at("many"));
    expect(await listKept()).toEqual(["many-others"]);
  });

  it("refuses to open what is no file", async () => {
    await store.write(at("a/b"), chunks("x"));
    await expect(store.open(at("a"))).rejects.toThrow(
      "Artifact path refers to a directory, not a file: 'a'",
    );
    for (const path of ["a/nope", "a/b/c"]) {
      await expect(store.open(at(path))).rejects.toMatchObject({
        errorCode: "RESOURCE_DOES_NOT_EXIST",
        message: `No such artifact: '${path}'`,
      });
    }
    await expect(store.open(ArtifactPath.root)).rejects.toMatchObject({ status: 400 });
    await expect(store.write(ArtifactPath.root, chunks("y"))).rejects.toMatchObject({
      status: 400,
    });
  });

  it("keeps a file of 20 MB in memory neither way", async () => {
    const block = Buffer.alloc(1_000_000, "block");
    await store.write(at("large"), chunks(...Array.from({ length: 20 }, () => block)));
    expect(await store.stat(at("large"))).toMatchObject({ kind: "file", sizeBytes: 20_000_000 });
    const opened = await store.open(at("large"));
    let sizeBytes = 0;
    for await (const chunk of opened.read()) {
      expect(chunk.length).toBeLessThan(2_000_000);
      sizeBytes += chunk.length;
    }
    await opened.close();
    expect(sizeBytes).toBe(20_000_000);
    expect(await readAll(store, "large", { first: 9_999_998, last: 10_000_004 })).toBe("ckblock");
  });

  it("leaves nothing of an upload that breaks off, early or late", async () => {
    await store.write(at("1/kept"), chunks("x"));
    const lost = new Error("aborted");
    await expect(store.write(at("1/new/deep/b"), chunks("part", lost))).rejects.toBe(lost);
    const large = Buffer.alloc(17_000_000);
    await expect(store.write(at("1/kept"), chunks(large, lost))).rejects.toBe(lost);
    expect(await listKept()).toEqual(["1/kept"]);
    expect(await readAll(store, "1/kept")).toBe("x");
  });

  it("stops a download that is closed midway", async () => {
    await store.write(at("large"), chunks(Buffer.alloc(20_000_000)));
    const opened = await store.open(at("large"));
    for await (const chunk of opened.read()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await opened.close();
    expect(await store.stat(at("large"))).toMatchObject({ kind: "file" });
  });

  it("has the size and time of an opened file, and reads parts of it", async () => {
    const before = Date.now();
    await store.write(at("a.txt"), chunks("hello world"));
    const opened = await store.open(at("a.txt"));
    expect(opened.sizeBytes).toBe(11);
    expect(opened.modifiedMs).toBeGreaterThan(before - 1000);
    await opened.close();
    expect(await readAll(store, "a.txt", { first: 2, last: 4 })).toBe("llo");
    expect(await readAll(store, "a.txt", { first: 10, last: 10 })).toBe("d");
  });

  it("keeps an empty file", async () => {
    await store.write(at("empty"), chunks());
    expect(await readAll(store, "empty")).toBe("");
    expect(await store.stat(at("empty"))).toMatchObject({ kind: "file", sizeBytes: 0 });
  });

  it("closes a file that was never read, and twice without harm", async () => {
    await store.write(at("a.txt"), chunks("x"));
    const opened = await store.open(at("a.txt"));
    await opened.close();
    await opened.close();
  });

  it("lists a folder by code points, files with sizes", async () => {
    for (const name of ["b.txt", "Z.txt", "a/x", "é.txt", "\u{1F389}", "\uFF5E", "10", "9"]) {
      await store.write(at(name), chunks("12"));
    }
    const entries = await store.list(ArtifactPath.root);
    expect(entries.map((entry) => entry.name)).toEqual([
      "10",
      "9",
      "Z.txt",
      "a",
      "b.txt",
      "é.txt",
      "\uFF5E",
      "\u{1F389}",
    ]);
    expect(entries).toContainEqual({ kind: "folder", name: "a" });
    expect(entries).toContainEqual({ kind: "file", name: "b.txt", sizeBytes: 2 });
  });

  it("lists nothing for what is missing, a file, or something below a file", async () => {
    expect(await store.list(ArtifactPath.root)).toEqual([]);
    await store.write(at("a.txt"), chunks("x"));
    for (const path of ["nope", "a.txt", "a.txt/x"]) expect(await store.list(at(path))).toEqual([]);
  });

  it("tells files, folders and nothing apart", async () => {
    await store.write(at("a/b"), chunks("x"));
    expect(await store.stat(at("a"))).toEqual({ kind: "folder" });
    expect(await store.stat(at("a/b"))).toMatchObject({ kind: "file", sizeBytes: 1 });
    expect(await store.stat(at("a/b/c"))).toBeUndefined();
    expect(await store.stat(at("c"))).toBeUndefined();
  });

  it("deletes a file, a folder with all in it, and accepts a missing one", async () => {
    await store.write(at("a/b/c"), chunks("x"));
    await store.write(at("a/d"), chunks("x"));
    await store.delete(at("a/d"));
    await store.delete(at("a/d"));
    await store.delete(at("nope/nope"));
    expect(await listKept()).toEqual(["a/b/c"]);
    await store.delete(at("a"));
    expect(await listKept()).toEqual([]);
  });

  it("never deletes the root", async () => {
    await store.write(at("a"), chunks("x"));
    await expect(store.delete(ArtifactPath.root)).rejects.toMatchObject({ status: 400 });
    expect(await listKept()).toEqual(["a"]);
  });

  it("leaves the old file", async () => {
    await store.write(at("a"), chunks("old"));
    await expect(store.write(at("a"), chunks("part", new Error("aborted")))).rejects.toThrow();
    expect(await readAll(store, "a")).toBe("old");
    expect(await listKept()).toEqual(["a"]);
  });

  it("is not listed while it goes on", async () => {
    await store.write(at("a/old"), chunks("x"));
    let during: unknown;
    async function* slow() {
      yield Buffer.from("part");
      during = await store.list(at("a"));
    }
    await store.write(at("a/new"), slow());
    expect(during).toEqual([{ kind: "file", name: "old", sizeBytes: 1 }]);
  });

  it("to many paths of one new folder all arrive", async () => {
    const paths = Array.from({ length: 50 }, (_, i) => `1/run/artifacts/f${i}`);
    await Promise.all(paths.map((path) => store.write(at(path), chunks(path))));
    for (const path of paths) expect(await readAll(store, path)).toBe(path);
  });

  it("to one path leave one of the files, whole", async () => {
    const contents = Array.from({ length: 20 }, (_, i) =>
      String.fromCharCode(97 + i).repeat(200_000),
    );
    await Promise.all(
      contents.map((text) => store.write(at("x/y/a.bin"), chunks(text.slice(0, 9), text.slice(9)))),
    );
    expect(contents).toContain(await readAll(store, "x/y/a.bin"));
    expect(await listKept()).toEqual(["x/y/a.bin"]);
  });
});
