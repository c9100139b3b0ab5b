import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ApiError } from "@mlflow-ts/contract";
import type { FastifyRequest } from "fastify";

/**
 * Hands the file that a request carries to `handle`. When that refuses it midway, the rest is read
 * and dropped: a client that is still sending would otherwise lose the connection, and with it the
 * answer that says why.
 *
 * @throws ApiError BAD_REQUEST when the client broke off.
 */
export async function readUpload<T>(
  request: FastifyRequest,
  handle: (body: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  const { body } = request;
  // A request without a body carries an empty file.
  if (!(body instanceof Readable)) return handle(Readable.from([]));
  try {
    return await handle(body.iterator({ destroyOnReturn: false }));
  } catch (error) {
    if (body.errored) {
      throw new ApiError("BAD_REQUEST", "The request body ended before its announced length.");
    }
    body.resume();
    // A connection that ends with the answer must not do so while the client sends.
    if (request.headers.connection === "close") await finished(body).catch(() => undefined);
    throw error;
  }
}
