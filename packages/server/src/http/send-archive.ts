import { Readable } from "node:stream";
import type { Archive } from "@mlflow-ts/contract";
import type { FastifyReply } from "fastify";
import { contentDisposition } from "./content-disposition.ts";

/** Answers with an archive while it is made; its length is not known before its end. */
export function sendArchive(reply: FastifyReply, { fileName, read }: Archive): FastifyReply {
  reply.header("content-type", "application/zip");
  reply.header("content-disposition", contentDisposition(fileName));
  reply.header("cache-control", "no-cache");
  reply.header("x-content-type-options", "nosniff");
  return reply.send(Readable.from(read(), { objectMode: false }));
}
