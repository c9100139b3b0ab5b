import { existsSync } from "node:fs";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ArtifactPath } from "./artifact-path.ts";
import { LocalArtifactStore } from "./local-artifact-store.ts";
import { at, chunks, collect, readAll } from "./testing/contents.ts";

let folder: string;
let root: string;
let store: LocalArtifactStore;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "mlflow-ts-artifacts-")));
  root = join(folder, "mlartifacts");
  store = new LocalArtifactStore(root);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Every file and folder below the root, hidden ones too. */
const everything = async () => (await readdir(root, { recursive: true })).sort();

describe("a local artifact store", () => {
  it("keeps a file where MLflow keeps it", async () => {
    await store.write(at("1/run/artifacts/plots/loss.txt"), chunks("hello", " ", "world"));
    const path = join(root, "1/run/artifacts/plots/loss.txt");
    expect(await readFile(path, "utf8")).toBe("hello world");
    expect(await readAll(store, "1/run/artifacts/plots/loss.txt")).toBe("hello world");
  });

  it("replaces a file as a whole, also while it is read", async () => {
    await store.write(at("a.txt"), chunks("the old, longer content"));
    const opened = await store.open(at("a.txt"));
    await store.write(at("a.txt"), chunks("new"));
    expect(await readAll(store, "a.txt")).toBe("new");
    expect(await collect(opened.read())).toBe("the old, longer content");
    await opened.close();
  });

  it("lists a folder of many files", async () => {
    await mkdir(join(root, "many"), { recursive: true });
    await Promise.all(
      Array.from({ length: 1000 }, (_, i) => writeFile(join(root, "many", `${i}`), "")),
    );
    expect(await store.list(at("many"))).toHaveLength(1000);
  });

  it("refuses to open what is no file", async () => {
    await store.write(at("a/b"), chunks("x"));
    execFileSync("mkfifo", [join(root, "pipe")]);
    await expect(store.open(at("a"))).rejects.toThrow(
      "Artifact path refers to a directory, not a file: 'a'",
    );
    for (const path of ["a/nope", "a/b/c", "pipe"]) {
      await expect(store.open(at(path))).rejects.toMatchObject({
        errorCode: "RESOURCE_DOES_NOT_EXIST",
        message: `No such artifact: '${path}'`,
      });
    }
  });

  it("refuses to store a file in place of a folder, or below a file", async () => {
    await store.write(at("a/b"), chunks("x"));
    for (const path of ["a", "a/b/c", "a/b/c/d"]) {
      await expect(store.write(at(path), chunks("y"))).rejects.toMatchObject({ status: 400 });
    }
    await expect(store.write(ArtifactPath.root, chunks("y"))).rejects.toMatchObject({
      status: 400,
    });
    expect(await everything()).toEqual(["a", "a/b"]);
  });

  it("refuses a path that is too long for the system", async () => {
    const path = at(Array.from({ length: 30 }, () => "d".repeat(135)).join("/"));
    const deeper = new LocalArtifactStore(join(root, "r".repeat(200)));
    await expect(deeper.write(path, chunks("x"))).rejects.toMatchObject({ status: 400 });
  });
});

describe("an upload that breaks off", () => {
  it("leaves nothing, not even its folders", async () => {
    await store.write(at("1/kept"), chunks("x"));
    const lost = new Error("aborted");
    await expect(store.write(at("1/new/deep/b"), chunks("part", lost))).rejects.toBe(lost);
    expect(await everything()).toEqual(["1", "1/kept"]);
  });

  it("is removed a day after a crash has cut it off", async () => {
    await store.write(at("a/old"), chunks("x"));
    const young = join(root, "a/.artifact.uploading.young");
    const left = join(root, "a/.artifact.uploading.left");
    await writeFile(young, "part");
    await writeFile(left, "part");
    const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 3600;
    await utimes(left, twoDaysAgo, twoDaysAgo);
    expect(await store.list(at("a"))).toHaveLength(1);
    expect([existsSync(young), existsSync(left)]).toEqual([true, false]);
  });
});

describe("uploads at the same time", () => {
  it("to a name that another upload takes meanwhile all arrive", async () => {
    for (let round = 0; round < 20; round++) {
      const uploads = [];
      for (let i = 0; i < 20; i++) {
        uploads.push(store.write(at(`new-${round}`), chunks("content")));
        await new Promise(setImmediate);
      }
      await Promise.all(uploads);
    }
  });
});

describe("a link", () => {
  beforeEach(async () => {
    await store.write(at("inside/a"), chunks("inside"));
    await mkdir(join(folder, "outside"));
    await writeFile(join(folder, "outside/secret"), "secret");
    await mkdir(join(folder, "mlartifacts-sibling"));
  });

  it.each([
    ["a folder outside", "../outside"],
    ["a folder whose name begins as the root's", "../mlartifacts-sibling"],
    ["the folder above", ".."],
    ["a system folder", "/etc"],
  ])("to %s is refused for all that goes through it", async (_, target) => {
    await symlink(target, join(root, "link"));
    const before = await readdir(folder, { recursive: true });
    const refused = { status: 400, errorCode: "INVALID_PARAMETER_VALUE" };
    for (const path of ["link", "link/new", "link/new/deeper"]) {
      await expect(store.write(at(path), chunks("x"))).rejects.toMatchObject(refused);
    }
    await expect(store.list(at("link"))).rejects.toMatchObject(refused);
    await expect(store.open(at("link"))).rejects.toMatchObject(refused);
    await expect(store.delete(at("link"))).rejects.toMatchObject(refused);
    await expect(store.delete(at("link/secret"))).rejects.toMatchObject(refused);
    expect(await store.list(ArtifactPath.root)).toEqual([{ kind: "folder", name: "inside" }]);
    expect(await readdir(folder, { recursive: true })).toEqual(before);
  });

  it("to a file outside is refused", async () => {
    await symlink(join(folder, "outside/secret"), join(root, "link"));
    await expect(store.open(at("link"))).rejects.toMatchObject({ status: 400 });
    await expect(store.write(at("link"), chunks("x"))).rejects.toMatchObject({ status: 400 });
    await expect(store.delete(at("link"))).rejects.toMatchObject({ status: 400 });
    expect(await readFile(join(folder, "outside/secret"), "utf8")).toBe("secret");
  });

  it("to nothing never becomes a file or folder outside", async () => {
    await symlink("../outside/new", join(root, "link"));
    for (const path of ["link", "link/a", "link/a/b"]) {
      await expect(store.write(at(path), chunks("x"))).rejects.toMatchObject({ status: 400 });
    }
    await expect(store.open(at("link"))).rejects.toMatchObject({ status: 404 });
    expect(await readdir(join(folder, "outside"))).toEqual(["secret"]);
    await store.delete(at("link"));
    expect(await everything()).toEqual(["inside", "inside/a"]);
  });

  it("to itself is refused", async () => {
    await symlink("link", join(root, "link"));
    await expect(store.open(at("link/a"))).rejects.toMatchObject({ status: 400 });
    await expect(store.write(at("link/a"), chunks("x"))).rejects.toMatchObject({ status: 400 });
    expect(await store.list(ArtifactPath.root)).toHaveLength(1);
  });

  it("inside the root is followed, and deleted alone", async () => {
    await symlink("inside", join(root, "link"));
    expect(await readAll(store, "link/a")).toBe("inside");
    await store.write(at("link/b"), chunks("x"));
    expect(await store.list(at("link"))).toHaveLength(2);
    await store.delete(at("link"));
    expect(await everything()).toEqual(["inside", "inside/a", "inside/b"]);
  });

  it("may be the root itself", async () => {
    await symlink(root, join(folder, "alias"));
    const aliased = new LocalArtifactStore(join(folder, "alias"));
    await aliased.write(at("b"), chunks("x"));
    expect(await aliased.list(ArtifactPath.root)).toHaveLength(2);
  });
});
