import { Readable } from "node:stream";
import type { StreamedJson } from "@mlflow-ts/contract";
import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Answers with JSON in parts, each made when the client has taken those before it. Its length is
 * not known before its end. When a part fails, the connection is cut: what came is no JSON.
 */
export function sendParts(
  request: FastifyRequest,
  reply: FastifyReply,
  { parts }: StreamedJson<unknown>,
): FastifyReply {
  // Fastify would read a stream to its end to send nothing of it.
  const sent = request.method === "HEAD" ? [] : parts;
  return reply.send(Readable.from(sent, { objectMode: false }));
}
