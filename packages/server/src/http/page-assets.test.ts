import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { servePageAssets } from "./page-assets.ts";

let app: FastifyInstance;
const folder = mkdtempSync(join(tmpdir(), "mlflow-ts-assets-"));
beforeAll(() => {
  for (const name of [
    "page-a1.js",
    "page-a1.js.br",
    "page-a1.js.gz",
    "logo-b2.svg",
    "removed.js",
  ]) {
    writeFileSync(join(folder, name), `content of ${name}`);
  }
  app = Fastify();
  servePageAssets(app, folder);
  writeFileSync(join(folder, "later.js"), "");
  rmSync(join(folder, "removed.js"));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const get = (url: string, acceptEncoding?: string) =>
  app.inject({ url, headers: acceptEncoding ? { "accept-encoding": acceptEncoding } : {} });

it.each([
  ["gzip, deflate, br, zstd", "br", "page-a1.js.br"],
  ["gzip, deflate", "gzip", "page-a1.js.gz"],
  ["gzip, br;q=0", "gzip", "page-a1.js.gz"],
  ["gzip;q=0.5, br ; q=1", "br", "page-a1.js.br"],
  ["identity", undefined, "page-a1.js"],
  [undefined, undefined, "page-a1.js"],
])("answers a browser that accepts %s with the encoding %s", async (accepted, encoding, file) => {
  const { statusCode, headers, body } = await get("/assets/page-a1.js", accepted);
  expect(statusCode).toBe(200);
  expect(headers["content-encoding"]).toBe(encoding);
  expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(headers["content-length"]).toBe(String(`content of ${file}`.length));
  expect(body).toBe(`content of ${file}`);
});

it("sends a file without compressed forms as it is, to be kept for good", async () => {
  const { headers, body } = await get("/assets/logo-b2.svg", "br");
  expect(headers["content-type"]).toBe("image/svg+xml");
  expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(body).toBe("content of logo-b2.svg");
});

it.each([
  "/assets/none.js",
  "/assets/removed.js",
  "/assets/later.js",
  "/assets/",
  "/assets/../package.json",
  "/assets/..%2fpackage.json",
  "/assets/.",
])("has no %s", async (url) => {
  expect((await get(url)).statusCode).toBe(404);
});
