import { readdirSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { extname, join } from "node:path";
import type { FastifyInstance } from "fastify";

const YEAR_S = 365 * 24 * 3600;

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** The forms that the page's build has made of a file, the smallest first. */
const ENCODINGS = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
] as const;

/** Whether an Accept-Encoding header, such as `gzip, br;q=0`, names an encoding and wants it. */
function accepts(header: string, encoding: string): boolean {
  return header.split(",").some((entry) => {
    const [name, weight = "1"] = entry.trim().split(/\s*;\s*q=/);
    return name === encoding && Number(weight) > 0;
  });
}

/**
 * Serves the files of the page's `assets` folder as they are there when the server starts; what is
 * not listed then cannot be asked for. Their names hold a hash, so browsers keep them for good.
 */
export function servePageAssets(app: FastifyInstance, folder: string): void {
  const sizes = new Map(
    readdirSync(folder).map((name) => [name, statSync(join(folder, name)).size] as const),
  );
  app.get<{ Params: { name: string } }>("/assets/:name", async (request, reply) => {
    const { name } = request.params;
    if (!sizes.has(name)) return reply.callNotFound();
    const accepted = request.headers["accept-encoding"] ?? "";
    const encoding = ENCODINGS.find(
      (form) => sizes.has(name + form.suffix) && accepts(accepted, form.name),
    );
    const file = name + (encoding?.suffix ?? "");
    // Another version may have been installed over this one; the page then loads itself anew.
    const handle = await open(join(folder, file)).catch(() => undefined);
    if (handle === undefined) return reply.callNotFound();
    if (encoding) reply.header("content-encoding", encoding.name);
    return reply
      .header("cache-control", `public, max-age=${YEAR_S}, immutable`)
      .header("vary", "Accept-Encoding, Origin")
      .header("content-length", sizes.get(file))
      .type(TYPES[extname(name)] ?? "application/octet-stream")
      .send(handle.createReadStream());
  });
}
