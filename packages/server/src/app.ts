import { contract, type Handlers, type TrackingContract } from "@mlflow-ts/contract";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { ServerConfig } from "./config.ts";
import { bindContract } from "./http/bind-contract.ts";
import { answerClientError, noteRequest } from "./http/client-error.ts";
import { endConnections } from "./http/end-connections.ts";
import { handleError } from "./http/error-handler.ts";
import { type ExecuteGraphql, serveGraphql } from "./http/graphql-route.ts";
import { serveHealth } from "./http/health.ts";
import { measureRequests, serveMetrics } from "./http/metrics-route.ts";
import { acceptStreams } from "./http/json-body.ts";
import { createNotFoundHandler } from "./http/not-found.ts";
import { serveOpenApi } from "./http/openapi-route.ts";
import { addProtectiveHeaders, addSecurity } from "./http/security.ts";
import { serveWeb } from "./http/static-web.ts";

const MAX_PATH_PART = 16 * 1024;
const MAX_HEADER_BYTES = 64 * 1024;

function noCompiler(): never {
  throw new Error("no route declares a schema of Fastify's");
}

/** Wires handlers to HTTP; everything that the server needs comes in here. */
export function buildApp(options: {
  config: ServerConfig;
  handlers: Handlers<TrackingContract>;
  graphql: ExecuteGraphql;
  endStreams: () => void;
  checkReady: () => Promise<void>;
  logger: FastifyBaseLogger;
}): FastifyInstance {
  const { config } = options;
  const app: FastifyInstance = Fastify({
    loggerInstance: options.logger,
    // One logger for all requests: a child for each would cost more than a small request does.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    // The contract checks requests and nothing encodes answers. Fastify's own compilers for that are
    // a third of its code, and loaded at each start unless others are named.
    schemaController: {
      compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler },
    },
    routerOptions: { maxParamLength: MAX_PATH_PART, ignoreDuplicateSlashes: false },
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    // While the server closes, requests on open connections are still answered.
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    // These requests pass no hook.
    frameworkErrors: (error, request, reply) => {
      addProtectiveHeaders(reply, config);
      handleError(error, request, reply);
    },
  });
  app.server.on("request", noteRequest);
  // MLflow: the fields of a GET may come as JSON too.
  app.addHttpMethod("GET", { hasBody: true, overrideExisting: true });
  const metrics = measureRequests(app);
  app.addHook("preClose", async () => options.endStreams());
  app.addHook("preClose", () => endConnections(app.server));
  app.setErrorHandler(handleError);
  app.setNotFoundHandler(createNotFoundHandler(config.staticPrefix));
  addSecurity(app, config);
  // Whatever the body is, an unknown path is told to be unknown.
  acceptStreams(app);
  app.register(
    async (scope) => {
      serveMetrics(scope, metrics);
      serveHealth(scope, options.checkReady);
      bindContract(scope, contract, options.handlers);
      serveGraphql(scope, options.graphql);
      serveOpenApi(scope);
      serveWeb(scope, { prefix: config.staticPrefix, frames: config.xFrameOptions });
    },
    { prefix: config.staticPrefix },
  );
  return app;
}
