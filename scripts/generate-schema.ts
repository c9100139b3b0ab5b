/**
 * Writes packages/store/src/db/generated/sqlite-schema.ts from the facts about MLflow's database
 * (conformance/facts/db-schema.json). Run it when the facts change:
 * `node scripts/generate-schema.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { renderSchemaModule, type SchemaFacts } from "./schema-module.ts";

const facts = new URL("../conformance/facts/db-schema.json", import.meta.url);
const target = new URL("../packages/store/src/db/generated/sqlite-schema.ts", import.meta.url);
// The file is our own; its shape is checked by the generated SQL running in a real database.
const parsed = JSON.parse(readFileSync(facts, "utf8")) as SchemaFacts;
writeFileSync(target, renderSchemaModule(parsed));
