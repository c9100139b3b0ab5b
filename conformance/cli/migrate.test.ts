import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeFolder, removeFolder } from "../servers.ts";
import { HAS_MLFLOW, runMlflow, runOurs, runPython } from "./mlflow.ts";

const MADE = readFileSync(join(import.meta.dirname, "file-store-by-mlflow.py"), "utf8");

/** What both write of their own making: ids of edges, and of datasets where the folder has none. */
const OWN_IDS = new Set(["input_uuid", "dataset_uuid"]);

type Rows = Record<string, string[]>;

/** Every row of every table, but for ids that are made up anew. */
function rowsOf(file: string): Rows {
  const database = new DatabaseSync(file);
  const rows: Rows = {};
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const datasets = new Map(
    database
      .prepare("SELECT dataset_uuid, name, digest FROM datasets")
      .all()
      .map((row) => [row["dataset_uuid"], `${String(row["name"])} ${String(row["digest"])}`]),
  );
  for (const { name } of tables) {
    const statement = database.prepare(`SELECT * FROM "${String(name)}"`);
    statement.setReadBigInts(true);
    rows[String(name)] = statement
      .all()
      .map((row) =>
        JSON.stringify(row, (key, value) => {
          if (OWN_IDS.has(key)) return undefined;
          if (key === "source_id" && datasets.has(value)) return datasets.get(value);
          return typeof value === "bigint" ? String(value) : value;
        }),
      )
      .sort();
  }
  database.close();
  return rows;
}

describe.runIf(HAS_MLFLOW)("a file store that MLflow wrote", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await makeFolder("migrate");
    const env = { MLFLOW_ALLOW_FILE_STORE: "true" };
    const { code, stderr } = await runPython(MADE, { cwd: folder, env });
    if (code !== 0) throw new Error(stderr);
  });
  afterAll(() => removeFolder(folder));

  const migrate = (target: string, ...more: string[]) => [
    "migrate-filestore",
    "--source",
    folder,
    "--target",
    `sqlite:///${target}`,
    ...more,
  ];

  test("becomes the database that MLflow's own migration makes of it", async () => {
    expect(await runMlflow(migrate("theirs.db"), { cwd: folder })).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await runOurs(migrate("ours.db", "--json"), { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const theirs = rowsOf(join(folder, "theirs.db"));
    expect(rowsOf(join(folder, "ours.db"))).toEqual(theirs);
    const lengths = Object.fromEntries(
      Object.entries(theirs).map(([name, rows]) => [name, rows.length]),
    );
    expect(JSON.parse(stdout)).toMatchObject({
      experiments: lengths["experiments"],
      runs: lengths["runs"],
      metrics: lengths["metrics"],
      params: lengths["params"],
      tags: lengths["tags"],
      models: lengths["logged_models"],
      registeredModels: 1,
      modelVersions: 1,
      problems: [],
    });
  }, 180_000);

  test("is copied once, however often it is copied", async () => {
    await runOurs(migrate("twice.db"), { cwd: folder });
    const once = rowsOf(join(folder, "twice.db"));
    const again = await runOurs(migrate("twice.db", "--no-progress"), { cwd: folder });
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(rowsOf(join(folder, "twice.db"))).toEqual(once);
  });

  test("is completed after a copy that was broken off", async () => {
    await runOurs(migrate("whole.db"), { cwd: folder });
    await runOurs(migrate("half.db"), { cwd: folder });
    const database = new DatabaseSync(join(folder, "half.db"));
    database.exec(
      "DELETE FROM metrics WHERE step > 100; DELETE FROM latest_metrics; DELETE FROM params",
    );
    database.close();
    await runOurs(migrate("half.db"), { cwd: folder });
    expect(rowsOf(join(folder, "half.db"))).toEqual(rowsOf(join(folder, "whole.db")));
  });

  test("comes into a database with other experiments under an id that is free", async () => {
    const at = join(folder, "other");
    mkdirSync(at);
    const meta = (id: string, name: string) =>
      `artifact_location: file:///x/${id}\nexperiment_id: '${id}'\nlifecycle_stage: active\nname: ${name}\n`;
    for (const name of ["first", "second"]) {
      mkdirSync(join(at, "mlruns/7"), { recursive: true });
      writeFileSync(join(at, "mlruns/7/meta.yaml"), meta("7", name));
      const args = ["migrate-filestore", "--source", "mlruns", "--target", "sqlite:///one.db"];
      expect(await runOurs(args, { cwd: at })).toMatchObject({ code: 0, stderr: "" });
      rmSync(join(at, "mlruns"), { recursive: true });
    }
    const database = new DatabaseSync(join(at, "one.db"));
    const experiments = database
      .prepare(
        "SELECT experiment_id AS id, name FROM experiments WHERE experiment_id > 0 ORDER BY id",
      )
      .all();
    database.close();
    expect(experiments).toMatchObject([
      { id: 7, name: "first" },
      { id: 8, name: "second" },
    ]);
  });
});

test.each([
  [["--source", "nowhere", "--target", "sqlite:///a.db"], "holds no file store of MLflow"],
  [["--source", ".", "--target", "sqlite:///a.db"], "holds no file store of MLflow"],
  [["--source", "x", "--target", "mysql://h/d"], "is no SQLite file"],
  [["--source", "x"], "required option '--target <uri>' not specified"],
])("refuses %j in one line", async (args, message) => {
  const folder = await makeFolder("migrate-refused");
  mkdirSync(join(folder, "x/mlruns"), { recursive: true });
  const { code, stderr } = await runOurs(["migrate-filestore", ...args], { cwd: folder });
  await removeFolder(folder);
  expect(stderr).toContain(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(code).toBe(1);
});
