import { openApiDocument } from "@mlflow-ts/contract";
import type { FastifyInstance } from "fastify";

/** `GET /openapi.json`: the API's description, encoded at the first request. */
export function serveOpenApi(app: FastifyInstance): void {
  let encoded: Buffer | undefined;
  app.get("/openapi.json", (_request, reply) => {
    encoded ??= Buffer.from(JSON.stringify(openApiDocument()));
    return reply.type("application/json; charset=utf-8").send(encoded);
  });
}
