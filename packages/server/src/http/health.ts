import { MLFLOW_VERSION } from "@mlflow-ts/contract";
import type { FastifyInstance } from "fastify";

const TEXT = "text/html; charset=utf-8";
/** Seconds after which a balancer may ask again. */
const RETRY_AFTER_S = 5;

/**
 * Plain answers without a Host check: is it alive, what does it speak, and can it do its work now.
 *
 * @param checkReady throws when the database or the artifacts can't be reached
 */
export function serveHealth(app: FastifyInstance, checkReady: () => Promise<void>): void {
  app.get("/health", (_request, reply) => reply.type(TEXT).send("OK"));
  app.get("/version", (_request, reply) => reply.type(TEXT).send(MLFLOW_VERSION));
  app.get("/ready", async (request, reply) => {
    reply.type(TEXT);
    try {
      await checkReady();
      return "OK";
    } catch (error) {
      request.log.warn(error, "not ready");
      reply.code(503).header("retry-after", RETRY_AFTER_S);
      return "The database or the artifacts can't be reached now; the server's log says why.";
    }
  });
}
