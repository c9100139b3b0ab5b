import { MLFLOW_VERSION } from "@mlflow-ts/contract";
import type { FastifyInstance } from "fastify";

/** Two plain answers without a Host check: is it alive, and what does it speak. */
export function serveHealth(app: FastifyInstance): void {
  app.get("/health", (_request, reply) => reply.type("text/html; charset=utf-8").send("OK"));
  app.get("/version", (_request, reply) =>
    reply.type("text/html; charset=utf-8").send(MLFLOW_VERSION),
  );
}
