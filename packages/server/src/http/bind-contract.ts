import {
  type AnyEndpoint,
  type Archive,
  type Contract,
  type Download,
  EncodedJson,
  encodeJson,
  type EventStream,
  type Handlers,
  StreamedJson,
} from "@mlflow-ts/contract";
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from "fastify";
import { acceptJson, acceptStreams } from "./json-body.ts";
import { createRequestParser, type ParseRequest } from "./parse-request.ts";
import { readUpload } from "./read-upload.ts";
import { sendArchive } from "./send-archive.ts";
import { sendDownload } from "./send-download.ts";
import { sendEvents } from "./send-events.ts";
import { sendParts } from "./send-parts.ts";
import { urlsOf } from "./urls.ts";

const JSON_TYPE = "application/json; charset=utf-8";
/** A page of another origin can make a browser send any query, but not a body of JSON. */
const METHODS_WITHOUT_QUERY: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

/** Any handler, once its request has been checked by the endpoint's own schema. */
type AnyHandler = (request: unknown, body?: AsyncIterable<Uint8Array>) => unknown;

function routesOf(endpoint: AnyEndpoint): string[] {
  return urlsOf(endpoint).map((url) => url.replace(/\{\*\w+\}/g, "*").replace(/\{(\w+)\}/g, ":$1"));
}

function pathFields(request: FastifyRequest, wildcard: string | undefined) {
  // Fastify's params of a route are texts by name; `*` is the wildcard.
  const { "*": rest, ...fields } = request.params as Record<string, string>;
  return wildcard === undefined ? fields : { ...fields, [wildcard]: rest };
}

function createRoute(endpoint: AnyEndpoint, handler: AnyHandler): RouteHandlerMethod {
  // Made at the first request: for all endpoints together it is a part of the start that shows.
  let parse: ParseRequest | undefined;
  const wildcard = /\{\*(\w+)\}/.exec(endpoint.path)?.[1];
  return async (request, reply) => {
    const upload = endpoint.transfer === "upload";
    parse ??= createRequestParser(endpoint);
    const hasQuery = upload || !METHODS_WITHOUT_QUERY.has(request.method);
    const fields = parse({
      // Fastify parses the query into an object of texts and lists of texts.
      query: hasQuery ? (request.query as Record<string, unknown>) : {},
      body: upload ? undefined : request.body,
      path: pathFields(request, wildcard),
    });
    const answer = upload
      ? await readUpload(request, async (body) => handler(fields, body))
      : await handler(fields);
    // MLflow: a stored file is answered with nothing.
    if (upload && request.method === "PUT") return reply.send();
    if (endpoint.transfer === "download") return sendDownload(request, reply, answer as Download);
    if (endpoint.transfer === "archive") return sendArchive(reply, answer as Archive);
    if (endpoint.transfer === "events") return sendEvents(reply, answer as EventStream);
    reply.header("content-type", JSON_TYPE);
    if (answer instanceof StreamedJson) return sendParts(request, reply, answer);
    return reply.send(answer instanceof EncodedJson ? answer.bytes : encodeJson(answer));
  };
}

/**
 * Serves a contract: for each endpoint its routes, the checking of requests, the handler, and the
 * encoding of answers.
 */
export function bindContract<C extends Contract>(
  app: FastifyInstance,
  contract: C,
  handlers: Handlers<C>,
): void {
  const bind = (scope: FastifyInstance, uploads: boolean) => {
    for (const [name, endpoint] of Object.entries(contract)) {
      if ((endpoint.transfer === "upload") !== uploads) continue;
      // The handler's type follows from the endpoint whose schema checks its request.
      const handler = createRoute(endpoint, handlers[name] as AnyHandler);
      for (const url of routesOf(endpoint)) {
        scope.route({ method: [...endpoint.methods], url, handler });
      }
    }
  };
  app.register(async (scope) => {
    acceptStreams(scope);
    bind(scope, true);
  });
  app.register(async (scope) => {
    acceptJson(scope);
    bind(scope, false);
  });
}
