/**
 * Writes packages/store/src/db/generated/ from the facts about MLflow's database
 * (conformance/facts/db-schema.json). Run it when the facts change:
 * `node scripts/generate-schema.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { renderSchemaModules, type SchemaFacts } from "./schema-module.ts";

const facts = new URL("../conformance/facts/db-schema.json", import.meta.url);
const folder = new URL("../packages/store/src/db/generated/", import.meta.url);
// The file is our own; its shape is checked by the generated SQL running in real databases.
const parsed = JSON.parse(readFileSync(facts, "utf8")) as SchemaFacts;
for (const [name, text] of Object.entries(renderSchemaModules(parsed))) {
  writeFileSync(new URL(name, folder), text);
}
