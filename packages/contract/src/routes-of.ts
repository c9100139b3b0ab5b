import type { AnyEndpoint, Contract } from "./endpoint.ts";

/** What a client needs to know of an endpoint: all but its schemas. */
export type Route = Pick<AnyEndpoint, "methods" | "path" | "since" | "root" | "transfer">;

/** The routes of a contract, by the names of its endpoints. */
export function routesOf(contract: Contract): Record<string, Route> {
  return Object.fromEntries(
    Object.entries(contract).map(([name, { methods, path, since, root, transfer }]) => [
      name,
      { methods, path, since, ...(root && { root }), ...(transfer && { transfer }) },
    ]),
  );
}
