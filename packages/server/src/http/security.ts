import { ApiError } from "@mlflow-ts/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ServerConfig } from "../config.ts";
import { createHostCheck, matchesWildcard } from "./allowed-hosts.ts";
import { sendError } from "./error-handler.ts";

const WRITING_METHODS = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const ALLOWED_METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
/** They tell nothing of what is kept, and what watches a server names it in its own ways. */
const HEALTH_CHECKS = ["/health", "/version", "/ready"];
const LOCAL_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** A scheme and a host, as browsers send them; anything else is no origin to trust. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\\\s]+$/i;

/** Whether the Host header of a request names the origin that the request came from. */
function isOwn({ protocol, host }: URL, hostHeader: string | undefined): boolean {
  // Parsed under the origin's scheme, so that its default port may be left out on either side.
  return URL.parse(`${protocol}//${hostHeader}`)?.host === host;
}

/** Whether a page from this origin may write here: the server's own, localhost, or configured. */
function createOriginCheck(allowed: readonly string[]) {
  return (origin: string, host: string | undefined): boolean => {
    if (allowed.includes("*") || allowed.includes(origin)) return true;
    if (!ORIGIN.test(origin)) return false;
    const parsed = URL.parse(origin);
    if (parsed && (LOCAL_HOSTS.has(parsed.hostname) || isOwn(parsed, host))) return true;
    return allowed.some((pattern) => matchesWildcard(origin, pattern));
  };
}

function hasTwoHosts(request: FastifyRequest): boolean {
  let hosts = 0;
  const { rawHeaders } = request.raw;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() === "host") hosts++;
  }
  return hosts > 1;
}

function isHealthCheck(request: FastifyRequest, prefix: string): boolean {
  const [path] = request.url.split("?");
  return HEALTH_CHECKS.some((check) => path === prefix + check);
}

/** Lets a page from an accepted origin read answers, as browsers ask for it. */
function allowCrossOrigin(reply: FastifyReply, origin: string, everyone: boolean): void {
  reply.header("access-control-allow-origin", everyone ? "*" : origin);
  reply.header("access-control-expose-headers", "*");
  // Credentials and a wildcard exclude each other: https://fetch.spec.whatwg.org/#cors-protocol
  if (!everyone) reply.header("access-control-allow-credentials", "true");
}

/** Headers of every answer: what it is called is what it is, and no foreign page frames it. */
export function addProtectiveHeaders(
  reply: FastifyReply,
  { xFrameOptions, disableSecurity }: Pick<ServerConfig, "xFrameOptions" | "disableSecurity">,
): void {
  if (disableSecurity) return;
  reply.header("x-content-type-options", "nosniff");
  if (xFrameOptions !== "NONE") reply.header("x-frame-options", xFrameOptions);
}

/**
 * Refuses requests that a browser was tricked into: a foreign Host (DNS rebinding), or a write
 * from a foreign page (CSRF). Adds protective headers to every answer.
 */
export function addSecurity(
  app: FastifyInstance,
  config: Pick<
    ServerConfig,
    "allowedHosts" | "corsAllowedOrigins" | "xFrameOptions" | "staticPrefix" | "disableSecurity"
  >,
): void {
  if (config.disableSecurity) return;
  const isAllowedHost = createHostCheck(config.allowedHosts);
  const isAllowedOrigin = createOriginCheck(config.corsAllowedOrigins);
  const everyone = config.corsAllowedOrigins.includes("*");

  app.addHook("onRequest", (request, reply, next) => {
    addProtectiveHeaders(reply, config);
    const { host, origin } = request.headers;
    if (!isHealthCheck(request, config.staticPrefix)) {
      if (!isAllowedHost(host) || hasTwoHosts(request)) {
        sendError(
          reply,
          ApiError.permissionDenied(
            "Invalid Host header - possible DNS rebinding attack detected. " +
              "Start the server with --allowed-hosts to accept other host names.",
          ),
        );
        return;
      }
    }
    if (origin === undefined) return next();
    reply.header("vary", "Origin");
    const allowed = isAllowedOrigin(origin, host);
    if (!allowed && WRITING_METHODS.has(request.method)) {
      sendError(
        reply,
        ApiError.permissionDenied(
          "Cross-origin request blocked. " +
            "Start the server with --cors-allowed-origins to accept writes from other origins.",
        ),
      );
      return;
    }
    if (allowed) allowCrossOrigin(reply, origin, everyone);
    if (request.method === "OPTIONS" && request.headers["access-control-request-method"]) {
      if (allowed) {
        reply.header("access-control-allow-methods", ALLOWED_METHODS);
        reply.header(
          "access-control-allow-headers",
          request.headers["access-control-request-headers"] ?? "*",
        );
      }
      reply.status(204).send();
      return;
    }
    next();
  });
}
