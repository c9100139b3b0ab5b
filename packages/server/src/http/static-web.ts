import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import { servePageAssets } from "./page-assets.ts";

/** What the page may load: its own files alone; artifacts are framed under policies of their own. */
const PAGE_POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "frame-src 'self'",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
].join("; ");

/** The built page: beside the bundled program, or in the repository. */
function findPage(): string | undefined {
  const candidates = ["./web/", "../../../web/dist/"];
  return candidates
    .map((relative) => fileURLToPath(new URL(relative, import.meta.url)))
    .find((folder) => existsSync(join(folder, "index.html")));
}

/** Serves the built page at the prefix, with hashed assets kept by browsers for good. */
export function serveWeb(app: FastifyInstance, options: { prefix: string; frames: string }): void {
  const folder = findPage();
  if (folder === undefined) return;
  const base = `<base href="${options.prefix}/" />`;
  const html = readFileSync(join(folder, "index.html"), "utf8").replace("<head>", `<head>${base}`);
  const ancestors = { SAMEORIGIN: "'self'", DENY: "'none'" }[options.frames] ?? "*";
  const policy = `${PAGE_POLICY}; frame-ancestors ${ancestors}`;
  app.get("/", (_request, reply) =>
    reply
      .header("content-security-policy", policy)
      .header("cache-control", "no-cache")
      .header("referrer-policy", "same-origin")
      .type("text/html; charset=utf-8")
      .send(html),
  );
  servePageAssets(app, join(folder, "assets"));
}
