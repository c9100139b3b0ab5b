// Writes packages/contract/src/generated/routes.ts from the contract. Run it after an endpoint was
// added or changed: node --conditions=source scripts/generate-routes.ts
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { contract } from "../packages/contract/src/index.ts";
import { routesOf } from "../packages/contract/src/routes-of.ts";

const lines = Object.entries(routesOf(contract)).map(
  ([name, route]) => `  ${name}: ${JSON.stringify(route)},\n`,
);
writeFileSync(
  join(import.meta.dirname, "../packages/contract/src/generated/routes.ts"),
  `// Made by scripts/generate-routes.ts from the contract: clients need no schemas, and those take
// longer to load than all else. Do not edit.
import type { TrackingContract } from "../index.ts";
import type { Route } from "../routes-of.ts";

export const routes: Readonly<Record<keyof TrackingContract, Route>> = {
${lines.join("")}};
`,
);
