import { ApiError, parseJson } from "@mlflow-ts/contract";
import type { FastifyInstance } from "fastify";

/** The largest JSON body; MLflow's longest legal one, a dataset's profile of 16 MB, fits. */
export const MAX_JSON_BYTES = 20 * 1024 * 1024;

function parseBody(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    const parsed = parseJson(text);
    // MLflow: older clients encode their JSON twice.
    return typeof parsed === "string" ? parseJson(parsed) : parsed;
  } catch {
    throw ApiError.invalidParameter("The request body is not valid JSON.");
  }
}

/** Makes a scope of routes read JSON bodies, and nothing but JSON. */
export function acceptJson(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    "application/json",
    { parseAs: "string", bodyLimit: MAX_JSON_BYTES },
    (_request, body, done) => {
      try {
        done(null, parseBody(String(body)));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  );
  scope.addContentTypeParser("*", (request, _payload, done) => {
    const given = request.headers["content-type"] ? "is not that" : "header is missing";
    done(
      ApiError.invalidParameter(
        `Bad Request. The body must be JSON with Content-Type application/json; the Content-Type ${given}.`,
      ),
    );
  });
}

/** Makes a scope of routes hand on bodies of any type as streams. */
export function acceptStreams(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
}
