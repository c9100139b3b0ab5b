import { expect, test } from "vitest";
import { routes } from "./generated/routes.ts";
import { contract } from "./index.ts";
import { routesOf } from "./routes-of.ts";

test("the routes that clients load instead of the schemas are those of the contract", () => {
  // When this fails: node --conditions=source scripts/generate-routes.ts
  expect(routes).toEqual(routesOf(contract));
});
