import { existsSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import type { Database, Queries } from "../db/database.ts";
import { attempt, type OnProblem } from "./read-experiments.ts";
import { listFolders, listKeys, readPairs } from "./read-folder.ts";
import { integerOf, readText, readYaml, textOf } from "./read-yaml.ts";

const META = "meta.yaml";

/** How many registered models and versions a file store had. */
export interface RegistryCounts {
  registeredModels: number;
  modelVersions: number;
}

/**
 * Copies the registered models of a file store (`mlruns/models`) into a database, with their
 * versions, tags and aliases. What is there already stays as it is.
 */
export async function importRegistry(
  root: string,
  database: Database,
  onProblem: OnProblem,
): Promise<RegistryCounts> {
  const counts = { registeredModels: 0, modelVersions: 0 };
  for (const folder of listFolders(join(root, "models")).map((name) =>
    join(root, "models", name),
  )) {
    const model = attempt(() => readModel(folder), onProblem);
    if (model === undefined) continue;
    await database.write(async ({ queries }) => {
      await insert(queries, "registered_models", model.row);
      for (const { table, row } of model.details) await insert(queries, table, row);
    });
    counts.registeredModels += 1;
    counts.modelVersions += model.details.filter(({ table }) => table === "model_versions").length;
  }
  return counts;
}

type Row = Readonly<Record<string, string | number | null>>;

/** A model's row, and those that refer to it, in the order in which they can be written. */
function readModel(folder: string) {
  if (!existsSync(join(folder, META))) return undefined;
  const meta = readYaml(join(folder, META));
  const name = textOf(meta, "name") ?? "";
  const row: Row = {
    name,
    creation_time: integerOf(meta, "creation_timestamp") ?? null,
    last_updated_time: integerOf(meta, "last_updated_timestamp") ?? null,
    description: textOf(meta, "description") ?? null,
  };
  const tags = readPairs(join(folder, "tags")).map(({ key, value }) => ({
    table: "registered_model_tags",
    row: { name, key, value },
  }));
  const versions = listFolders(folder)
    .filter((found) => /^version-\d+$/.test(found))
    .flatMap((found) => readVersion(join(folder, found), name));
  const aliases = listKeys(join(folder, "aliases")).map((alias) => ({
    table: "registered_model_aliases",
    row: { name, alias, version: Number(readText(join(folder, "aliases", alias))) },
  }));
  return { row, details: [...tags, ...versions, ...aliases] };
}

function readVersion(folder: string, name: string): { table: string; row: Row }[] {
  const meta = readYaml(join(folder, META));
  const version = integerOf(meta, "version") ?? 0;
  const text = (key: string): string | null => textOf(meta, key) ?? null;
  const row: Row = {
    name,
    version,
    creation_time: integerOf(meta, "creation_timestamp") ?? null,
    last_updated_time: integerOf(meta, "last_updated_timestamp") ?? null,
    description: text("description"),
    user_id: text("user_id"),
    current_stage: text("current_stage") ?? "None",
    source: text("source"),
    storage_location: text("storage_location"),
    run_id: text("run_id"),
    run_link: text("run_link"),
    status: text("status") ?? "READY",
    status_message: text("status_message"),
  };
  const tags = readPairs(join(folder, "tags")).map(({ key, value }) => ({
    table: "model_version_tags",
    row: { name, version, key, value },
  }));
  return [{ table: "model_versions", row }, ...tags];
}

async function insert(queries: Queries, table: string, row: Row): Promise<void> {
  const columns = sql.join(Object.keys(row).map((column) => sql.ref(column)));
  const values = sql.join(Object.values(row));
  await sql`insert into ${sql.table(table)} (${columns}) values (${values}) on conflict do nothing`.execute(
    queries,
  );
}
