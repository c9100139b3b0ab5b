import {
  type AnyEndpoint,
  type Contract,
  type Download,
  EncodedJson,
  encodeJson,
  type Handlers,
  type Method,
} from "@mlflow-ts/contract";
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from "fastify";
import { acceptJson, acceptStreams } from "./json-body.ts";
import { methodNotAllowed } from "./error-handler.ts";
import { createRequestParser } from "./parse-request.ts";
import { readUpload } from "./read-upload.ts";
import { sendDownload } from "./send-download.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const METHODS: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Any handler, once its request has been checked by the endpoint's own schema. */
type AnyHandler = (request: unknown, body?: AsyncIterable<Uint8Array>) => unknown;

/** The URLs of an endpoint: `/api/2.0/…` for programs and `/ajax-api/2.0/…` for pages. */
function routesOf(endpoint: AnyEndpoint): string[] {
  const path = endpoint.path.replace(/\{\*\w+\}/g, "*").replace(/\{(\w+)\}/g, ":$1");
  if (endpoint.root) return [path];
  return ["/api", "/ajax-api"].map((base) => `${base}/${endpoint.since}.0${path}`);
}

function pathFields(request: FastifyRequest, wildcard: string | undefined) {
  // Fastify's params of a route are texts by name; `*` is the wildcard.
  const { "*": rest, ...fields } = request.params as Record<string, string>;
  return wildcard === undefined ? fields : { ...fields, [wildcard]: rest };
}

function createRoute(endpoint: AnyEndpoint, handler: AnyHandler): RouteHandlerMethod {
  const parse = createRequestParser(endpoint);
  const wildcard = /\{\*(\w+)\}/.exec(endpoint.path)?.[1];
  return async (request, reply) => {
    const upload = endpoint.transfer === "upload";
    const fields = parse({
      // Fastify parses the query into an object of texts and lists of texts.
      query: request.query as Record<string, unknown>,
      body: upload ? undefined : request.body,
      path: pathFields(request, wildcard),
    });
    const answer = upload
      ? await readUpload(request, async (body) => handler(fields, body))
      : await handler(fields);
    if (endpoint.transfer === "download") return sendDownload(request, reply, answer as Download);
    reply.header("content-type", JSON_TYPE);
    return reply.send(answer instanceof EncodedJson ? answer.bytes : encodeJson(answer));
  };
}

/**
 * Serves a contract: for each endpoint its routes, the checking of requests, the handler, and the
 * encoding of answers. Other methods of a known path are answered with 405.
 */
export function bindContract<C extends Contract>(
  app: FastifyInstance,
  contract: C,
  handlers: Handlers<C>,
): void {
  const methodsByUrl = new Map<string, Set<Method>>();
  const bind = (scope: FastifyInstance, uploads: boolean) => {
    for (const [name, endpoint] of Object.entries(contract)) {
      if ((endpoint.transfer === "upload") !== uploads) continue;
      // The handler's type follows from the endpoint whose schema checks its request.
      const handler = handlers[name] as AnyHandler;
      const route = createRoute(endpoint, handler);
      for (const url of routesOf(endpoint)) {
        scope.route({ method: [...endpoint.methods], url, handler: route });
        const methods = methodsByUrl.get(url) ?? new Set<Method>();
        for (const method of endpoint.methods) methods.add(method);
        methodsByUrl.set(url, methods);
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
  app.register(async (scope) => {
    acceptStreams(scope);
    for (const [url, allowed] of methodsByUrl) {
      const others = METHODS.filter((method) => !allowed.has(method));
      if (others.length > 0) {
        scope.route({ method: others, url, handler: methodNotAllowed([...allowed]) });
      }
    }
  });
}
