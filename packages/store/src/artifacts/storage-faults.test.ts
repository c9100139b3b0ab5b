import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ArtifactPath } from "./artifact-path.ts";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";
import { LocalArtifactStore } from "./local-artifact-store.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mlflow-ts-faults-"));
});

afterEach(() => rm(root, { recursive: true, force: true }));

/** A file system that counts its steps, and fails one of them once with the given code. */
function createFaultyFileSystem(isFault: (step: string, count: number) => boolean, code: string) {
  const seen: string[] = [];
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    seen.push(name);
    if (isFault(name, seen.length)) throw Object.assign(new Error(`${code}: ${root}`), { code });
    return work();
  };
  const fileSystem: FileSystem = {
    makeFolders: (path) => step("makeFolders", () => nodeFileSystem.makeFolders(path)),
    createFile: (path) =>
      step("createFile", async () => {
        const file = await nodeFileSystem.createFile(path);
        return {
          // What was written before the disk was full stays in the file.
          write: (chunk) => step("write", () => file.write(chunk)),
          sync: () => step("sync", () => file.sync()),
          close: async () => {
            await file.close();
            await step("close", async () => undefined);
          },
        };
      }),
    rename: (from, to) => step("rename", () => nodeFileSystem.rename(from, to)),
    syncFolder: (path) => step("syncFolder", () => nodeFileSystem.syncFolder(path)),
    remove: (path) => step("remove", () => nodeFileSystem.remove(path)),
  };
  return { fileSystem, seen };
}

const path = ArtifactPath.parse("1/run/artifacts/a.bin", "path");

const experiment = ArtifactPath.parse("1", "path");

async function* twoChunks(text: string) {
  yield Buffer.from(text.slice(0, 2));
  yield Buffer.from(text.slice(2));
}

const content = () => readFile(join(root, String(path)), "utf8").catch(() => undefined);

const files = async () =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

describe.each([
  ["ENOSPC", 503, /is full/],
  ["EIO", 503, /failed \(EIO\)/],
  ["EDQUOT", 503, /quota/],
  ["EROFS", 503, /read-only/],
  ["EACCES", 503, /may not be accessed/],
])("when the disk answers %s", (code, status, message) => {
  it.each(["a new file", "a file that replaces one"])(
    "at any step of storing %s, nothing is left in part",
    async (which) => {
      const old = which === "a new file" ? undefined : "old content";
      const healthy = new LocalArtifactStore(root);
      const prepare = async () => {
        await healthy.delete(experiment);
        if (old !== undefined) await healthy.write(path, twoChunks(old));
      };
      await prepare();
      const { fileSystem, seen: steps } = createFaultyFileSystem(() => false, code);
      await new LocalArtifactStore(root, fileSystem).write(path, twoChunks("new content"));
      expect(steps).toContain("rename");

      for (const [index, step] of steps.entries()) {
        await prepare();
        const faulty = createFaultyFileSystem((_, count) => count === index + 1, code);
        const store = new LocalArtifactStore(root, faulty.fileSystem);
        const failure = await store.write(path, twoChunks("new content")).catch((e: unknown) => e);
        expect(failure, step).toMatchObject({
          errorCode: "TEMPORARILY_UNAVAILABLE",
          status,
          message: expect.stringMatching(message),
        });
        expect(failure, step).toMatchObject({ message: expect.not.stringContaining(root) });
        // Only the last step, which makes the new name last, fails when the new file is there.
        const expected = index > steps.indexOf("rename") ? "new content" : old;
        expect(await content(), step).toBe(expected);
        expect(await files(), step).toEqual(expected === undefined ? [] : ["a.bin"]);
        // The trouble is over: the same store works again.
        await store.write(path, twoChunks("newest content"));
        expect(await content()).toBe("newest content");
        expect(await files()).toEqual(["a.bin"]);
      }
    },
  );

  it("at a deletion, the client is told", async () => {
    await new LocalArtifactStore(root).write(path, twoChunks("old"));
    for (const step of ["remove", "syncFolder"]) {
      const { fileSystem } = createFaultyFileSystem((name) => name === step, code);
      await expect(new LocalArtifactStore(root, fileSystem).delete(path)).rejects.toMatchObject({
        status,
      });
    }
  });
});

it("tells of the first failure when the temporary file can't be removed either", async () => {
  const { fileSystem } = createFaultyFileSystem(
    (name) => ["write", "remove"].includes(name),
    "EIO",
  );
  const store = new LocalArtifactStore(root, fileSystem);
  await expect(store.write(path, twoChunks("new"))).rejects.toThrow(/failed \(EIO\)/);
  expect(await store.list(ArtifactPath.root)).toEqual([]);
});

it("syncs the file before it takes its name, and every new folder, before it answers", async () => {
  const { fileSystem, seen } = createFaultyFileSystem(() => false, "");
  await new LocalArtifactStore(root, fileSystem).write(path, twoChunks("new"));
  expect(seen).toEqual([
    "makeFolders",
    "createFile",
    "write",
    "write",
    "sync",
    "close",
    "makeFolders",
    "syncFolder",
    "syncFolder",
    "syncFolder",
    "rename",
    "syncFolder",
  ]);
});
