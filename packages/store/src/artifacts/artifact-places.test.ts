import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findPlaceOf } from "./artifact-places.ts";
import { LocalArtifactStore } from "./local-artifact-store.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mlflow-ts-places-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the place behind an artifact URI", () => {
  it.each([
    "mlflow-artifacts:/1/run/artifacts",
    "mlflow-artifacts://host:5000/1/run/artifacts",
    "mlflow-artifacts:///1/run/artifacts/",
    "http://host/api/2.0/mlflow-artifacts/artifacts/1/run/artifacts",
    "https://host/prefix/ajax-api/2.0/mlflow-artifacts/artifacts/1/run%2Fartifacts",
  ])("%s is below the destination", (uri) => {
    const destination = new LocalArtifactStore(folder);
    const place = findPlaceOf({ destination, localRoots: [], cloudRoots: [] }, uri);
    expect(place.store).toBe(destination);
    expect(String(place.folder)).toBe("1/run/artifacts");
  });

  it("is the root of the destination for mlflow-artifacts:/", () => {
    const destination = new LocalArtifactStore(folder);
    for (const uri of ["mlflow-artifacts:/", "mlflow-artifacts:", "mlflow-artifacts://host"]) {
      expect(findPlaceOf({ destination, localRoots: [], cloudRoots: [] }, uri).folder.isRoot).toBe(
        true,
      );
    }
  });

  it("is a local folder inside a configured one, by path or file URI", async () => {
    const places = { destination: undefined, localRoots: ["/nowhere", folder], cloudRoots: [] };
    const local = join(folder, "my exp", "50%", "artifacts");
    for (const uri of [local, pathToFileURL(local).href]) {
      const place = findPlaceOf(places, uri);
      expect(String(place.folder)).toBe("my exp/50%/artifacts");
      await mkdir(local, { recursive: true });
      expect(await place.store.stat(place.folder)).toEqual({ kind: "folder" });
    }
  });

  it.each(["/etc", "/", "file:///etc", "relative", ".."])("refuses the local folder %s", (uri) => {
    const places = { destination: undefined, localRoots: [folder], cloudRoots: [] };
    expect(() => findPlaceOf(places, uri)).toThrowError(
      expect.objectContaining({ errorCode: "PERMISSION_DENIED", status: 403 }),
    );
  });

  it("refuses folders above or beside a configured one", () => {
    for (const uri of [join(folder, ".."), `${folder}-sibling`, `${folder}/../x`]) {
      expect(() =>
        findPlaceOf({ destination: undefined, localRoots: [folder], cloudRoots: [] }, uri),
      ).toThrow(/outside those that its operator/);
    }
  });

  it.each(["s3://secret:key@bucket/x", "gs://b/x", "dbfs:/x", "http://host/elsewhere"])(
    "names what it can serve when it can't serve %s",
    (uri) => {
      expect(() =>
        findPlaceOf({ destination: undefined, localRoots: [], cloudRoots: [] }, uri),
      ).toThrowError(
        expect.objectContaining({
          status: 501,
          message: expect.stringMatching(
            /^This server can't reach artifacts at this \w+: URI; it can at/,
          ),
        }),
      );
      expect(() =>
        findPlaceOf({ destination: undefined, localRoots: [], cloudRoots: [] }, uri),
      ).not.toThrow(/secret/);
    },
  );

  it("answers 503 for what another server would serve", () => {
    expect(() =>
      findPlaceOf(
        { destination: undefined, localRoots: [], cloudRoots: [] },
        "mlflow-artifacts:/1",
      ),
    ).toThrowError(expect.objectContaining({ status: 503 }));
  });

  it.each(["", "file://host/x", "mlflow-artifacts:/1/../2", "mlflow-artifacts:/1/%2e%2e/2"])(
    "refuses %j as no place",
    (uri) => {
      const destination = new LocalArtifactStore(folder);
      expect(() =>
        findPlaceOf({ destination, localRoots: [folder], cloudRoots: [] }, uri),
      ).toThrowError(expect.objectContaining({ status: 400 }));
    },
  );
});
