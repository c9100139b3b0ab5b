import { ApiError } from "@mlflow-ts/contract";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { MAX_JSON_BYTES } from "./json-body.ts";

/** Refusals that Fastify itself makes before a handler runs. */
const FASTIFY_REFUSALS: Readonly<Record<string, ApiError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new ApiError(
    "REQUEST_LIMIT_EXCEEDED",
    `The request body is larger than ${MAX_JSON_BYTES} bytes, which is the limit.`,
  ),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ApiError.invalidParameter(
    "The request body does not have the length that its Content-Length says.",
  ),
  FST_ERR_BAD_URL: ApiError.invalidParameter("The path is not a valid URL path."),
};

function toApiError(error: FastifyError | ApiError): ApiError | undefined {
  if (error instanceof ApiError) return error;
  const known = FASTIFY_REFUSALS[error.code];
  if (known) return known;
  const status = error.statusCode ?? 500;
  if (status < 400 || status >= 500) return undefined;
  return ApiError.invalidParameter("The request could not be read.");
}

export function sendError(reply: FastifyReply, error: ApiError): FastifyReply {
  if (error.status === 503) reply.header("retry-after", "1");
  return reply.status(error.status).type("application/json; charset=utf-8").send(error.toBody());
}

/** Answers refusals as MLflow does; of anything unexpected the client gets only the request's id. */
export function handleError(
  error: FastifyError | ApiError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = toApiError(error);
  // A refusal without a cause is a decision, such as a part that is switched off.
  if (refusal && (refusal.status < 500 || refusal.cause === undefined)) {
    return sendError(reply, refusal);
  }
  request.log.error({ err: error, cause: error.cause }, "request failed");
  reply.header("x-request-id", request.id);
  return sendError(
    reply,
    refusal ??
      new ApiError(
        "INTERNAL_ERROR",
        `The server failed on this request; its log has the reason under request id ${request.id}.`,
      ),
  );
}
