import { isUtf8 } from "node:buffer";
import { ApiError, parseJson } from "@mlflow-ts/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { rememberSource } from "./as-written.ts";
import { checkDepthOfText } from "./json-limits.ts";

/** The largest JSON body; MLflow's longest legal one, a dataset's profile of 16 MB, fits. */
export const MAX_JSON_BYTES = 20 * 1024 * 1024;

function parseText(source: string): unknown {
  checkDepthOfText(source);
  try {
    return parseJson(source);
  } catch {
    throw ApiError.invalidParameter("The request body is not valid JSON.");
  }
}

function parseBody(bytes: Buffer): unknown {
  // Decoding would put U+FFFD in the place of what is wrong, and so write what nobody sent.
  if (!isUtf8(bytes)) throw ApiError.invalidParameter("The request body is not valid UTF-8.");
  const source = bytes.toString("utf8");
  if (source.trim() === "") return undefined;
  const parsed = parseText(source);
  rememberSource(parsed, source);
  // MLflow: older clients encode their JSON twice.
  return typeof parsed === "string" ? parseText(parsed) : parsed;
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Makes a scope of routes read JSON bodies, and nothing but JSON. */
export function acceptJson(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    "application/json",
    { parseAs: "buffer", bodyLimit: MAX_JSON_BYTES },
    (_request, body: Buffer, done) => {
      try {
        done(null, parseBody(body));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  );
  scope.addContentTypeParser("*", (request, _payload, done) => {
    if (request.method === "GET" && !hasBody(request)) return done(null);
    const fault = request.headers["content-type"]
      ? "must be one of ['application/json']"
      : "header is missing";
    done(ApiError.invalidParameter(`Bad Request. Content-Type ${fault}.`));
  });
}

/** Makes a scope of routes hand on bodies of any type as streams. */
export function acceptStreams(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
}
