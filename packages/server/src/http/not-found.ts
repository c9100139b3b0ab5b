import { ApiError, contract, listNotYet, type Method } from "@mlflow-ts/contract";
import type { FastifyReply, RouteHandlerMethod } from "fastify";
import { sendError } from "./error-handler.ts";
import { urlsOf } from "./urls.ts";

const METHODS: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** What MLflow's API has under a path. */
interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: readonly Method[];
  /** The part of the API that comes later and that it belongs to. */
  readonly part?: string;
}

function toPattern(url: string): RegExp {
  const source = url
    .split(/(\{\*?\w+\})/)
    .map((part) => {
      if (part.startsWith("{*")) return ".*";
      return part.startsWith("{") ? "[^/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    })
    .join("");
  return new RegExp(`^${source}$`);
}

function listKnownPaths(prefix: string): KnownPath[] {
  return [...Object.values(contract), ...listNotYet()].flatMap((endpoint) =>
    urlsOf(endpoint).map((url) => ({ ...endpoint, pattern: toPattern(prefix + url) })),
  );
}

/** What a path answers; a HEAD is answered as the GET, and an OPTIONS by this very list. */
function listMethods(methods: readonly string[]): string {
  return [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
}

function refuseMethod(reply: FastifyReply, method: string, allowed: readonly string[]) {
  reply.header("allow", listMethods(allowed));
  return sendError(
    reply,
    new ApiError(
      "ENDPOINT_NOT_FOUND",
      `This path answers ${allowed.join(" and ")}, not ${method}.`,
      405,
    ),
  );
}

/**
 * Answers what no route does, always with JSON: 501 and the part's name for what comes later, 405
 * for another method of a known path, and else 404. Looked up here instead of being routes: these
 * would be five times those that serve, and most of the time that a start takes.
 */
export function createNotFoundHandler(prefix: string): RouteHandlerMethod {
  let known: readonly KnownPath[] | undefined;
  return async (request, reply) => {
    known ??= listKnownPaths(prefix);
    const method = request.method === "HEAD" ? "GET" : request.method;
    const [path = ""] = request.url.split("?");
    // MLflow: a client that joined its server's address and a path by two slashes finds the way.
    const joined = path.replace(/\/{2,}/g, "/");
    if (joined !== path && known.some(({ pattern }) => pattern.test(joined))) {
      return reply.redirect(joined + request.url.slice(path.length), 308);
    }
    const here = known.filter(({ pattern }) => pattern.test(path));
    const later = here.find(({ part, methods }) => part && methods.some((m) => m === method));
    if (later) {
      throw ApiError.notImplemented(
        `This server does not serve ${later.part} yet. It serves experiments, runs, metrics, ` +
          "params, tags, datasets, artifacts and logged models.",
      );
    }
    const allowed = [...new Set(here.flatMap(({ methods }) => methods))];
    if (allowed.length > 0 && method === "OPTIONS") {
      return reply.status(204).header("allow", listMethods(allowed)).send();
    }
    if (allowed.length > 0 && METHODS.includes(method)) {
      return refuseMethod(reply, method, allowed);
    }
    return sendError(
      reply,
      new ApiError(
        "ENDPOINT_NOT_FOUND",
        `There is no ${request.method} ${path.slice(0, 200)} here.`,
      ),
    );
  };
}
