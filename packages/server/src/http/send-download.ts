import { Readable } from "node:stream";
import { ApiError, type Download } from "@mlflow-ts/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { parseRange } from "./byte-range.ts";
import { contentDisposition } from "./content-disposition.ts";

/** Changes whenever the file does: uploads replace files, so time and size tell versions apart. */
function entityTag({ modifiedMs, sizeBytes }: Download): string {
  return `"${modifiedMs.toString(36)}-${sizeBytes.toString(36)}"`;
}

/** The tags of an `If-None-Match` or `If-Range` header; a weak tag counts as its strong one. */
function hasTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").some((given) => given.trim().replace(/^W\//, "") === tag);
}

function isUnmodified(request: FastifyRequest, download: Download, tag: string): boolean {
  const { "if-none-match": tags, "if-modified-since": since } = request.headers;
  if (tags !== undefined) return tags.trim() === "*" || hasTag(tags, tag);
  // HTTP dates have whole seconds. An unreadable date is NaN, and compares as not older.
  return Math.floor(download.modifiedMs / 1000) * 1000 <= Date.parse(since ?? "");
}

function rangeHeader(request: FastifyRequest, tag: string): string | undefined {
  const condition = request.headers["if-range"];
  const applies = condition === undefined || hasTag(String(condition), tag);
  return applies ? request.headers.range : undefined;
}

/** Should a browser show an attachment after all, it runs nothing and reaches nothing. */
const ATTACHMENT_POLICY = "default-src 'none'; sandbox";

function addFileHeaders(reply: FastifyReply, download: Download): void {
  const { contentType, fileName, shownUnder } = download;
  reply.header("content-type", contentType);
  reply.header("content-disposition", shownUnder ? "inline" : contentDisposition(fileName));
  reply.header("x-content-type-options", "nosniff");
  reply.header("content-security-policy", shownUnder ?? ATTACHMENT_POLICY);
}

/** Also where nobody may frame this server's pages (DENY), its own page frames what it shows. */
function allowOwnFrame(reply: FastifyReply): void {
  if (reply.hasHeader("x-frame-options")) reply.header("x-frame-options", "SAMEORIGIN");
}

/**
 * Answers with a file, as MLflow does: the whole or the asked range (206), only its headers (HEAD),
 * or 304 when the client has it. It is an attachment unless the download says how it is shown.
 * Closes the download when the answer ends.
 */
export function sendDownload(
  request: FastifyRequest,
  reply: FastifyReply,
  download: Download,
): FastifyReply {
  reply.raw.once("close", () => {
    download.close().catch((error: unknown) => {
      request.log.error({ err: error }, "closing a download failed");
    });
  });
  const tag = entityTag(download);
  reply.header("accept-ranges", "bytes");
  reply.header("cache-control", "no-cache");
  reply.header("etag", tag);
  reply.header("last-modified", new Date(download.modifiedMs).toUTCString());
  if (download.shownUnder) allowOwnFrame(reply);
  if (isUnmodified(request, download, tag)) return reply.code(304).send();

  const range = parseRange(rangeHeader(request, tag), download.sizeBytes);
  if (range === "unsatisfiable") {
    reply.header("content-range", `bytes */${download.sizeBytes}`);
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      `The range lies outside the file, which has ${download.sizeBytes} bytes.`,
      416,
    );
  }
  addFileHeaders(reply, download);
  const length = range ? range.last - range.first + 1 : download.sizeBytes;
  reply.header("content-length", length);
  if (range) {
    reply.code(206);
    reply.header("content-range", `bytes ${range.first}-${range.last}/${download.sizeBytes}`);
  }
  // Fastify keeps the length of a stream that it does not send.
  if (request.method === "HEAD") return reply.send(Readable.from([]));
  const content = download.read(range);
  return reply.send(
    content instanceof Readable ? content : Readable.from(content, { objectMode: false }),
  );
}
