import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { ApiError, encodeJson } from "@mlflow-ts/contract";

const REFUSALS: Readonly<Record<string, ApiError>> = {
  HPE_HEADER_OVERFLOW: new ApiError(
    "REQUEST_LIMIT_EXCEEDED",
    "The request's URL and headers are larger than the limit of 64 KiB.",
    431,
  ),
  ERR_HTTP_REQUEST_TIMEOUT: new ApiError("BAD_REQUEST", "The request took too long to come.", 408),
};

const NOT_HTTP = new ApiError("BAD_REQUEST", "The request is not valid HTTP/1.1.");

const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  408: "Request Timeout",
  431: "Request Header Fields Too Large",
};

/** The response of each connection's last request. */
const lastResponses = new WeakMap<Socket, ServerResponse>();

/** Remembers a request, so that what comes behind it on its connection is not answered for it. */
export function noteRequest({ socket }: IncomingMessage, response: ServerResponse): void {
  lastResponses.set(socket, response);
}

/**
 * Whether a connection's last request has its one answer, or gets it: it came whole, and what can't
 * be read came behind it, or it was refused before all of it came.
 */
function hasItsAnswer(response: ServerResponse): boolean {
  return response.req.complete ? !response.writableFinished : response.headersSent;
}

/** Answers what Node cannot read as a request, with an error as JSON, and ends the connection. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const last = lastResponses.get(socket);
  if (last && hasItsAnswer(last)) {
    if (last.writableFinished) socket.destroySoon();
    else last.once("finish", () => socket.destroySoon());
    return;
  }
  const refusal = REFUSALS[error.code ?? ""] ?? NOT_HTTP;
  const body = encodeJson(refusal.toBody());
  socket.end(
    `HTTP/1.1 ${refusal.status} ${REASONS[refusal.status] ?? ""}\r\n` +
      "Content-Type: application/json; charset=utf-8\r\n" +
      `Content-Length: ${Buffer.byteLength(body)}\r\n` +
      "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n" +
      body,
    () => socket.destroy(),
  );
}
