import type { FastifyInstance } from "fastify";
import { acceptJson } from "./json-body.ts";

/** Answers the body of a GraphQL request. */
export type ExecuteGraphql = (body: unknown) => Promise<{ status: number; body: unknown }>;

/** `POST /graphql`, for pages made for MLflow. */
export function serveGraphql(app: FastifyInstance, execute: ExecuteGraphql): void {
  app.register(async (scope) => {
    acceptJson(scope);
    scope.post("/graphql", async (request, reply) => {
      const { status, body } = await execute(request.body);
      return reply.status(status).type("application/json; charset=utf-8").send(body);
    });
  });
}
