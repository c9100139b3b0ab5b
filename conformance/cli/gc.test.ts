import { cp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readFileSync, writeFileSync, mkdirSync, existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeFolder, removeFolder, startOurs } from "../servers.ts";
import { HAS_MLFLOW, runMlflow, runOurs, runPython } from "./mlflow.ts";

const MADE = readFileSync(join(import.meta.dirname, "made-by-mlflow.py"), "utf8");
const DATABASE = "sqlite:///mlflow.db";

let made: string;
let ids: Record<string, string>;
const folders: string[] = [];

afterAll(() => Promise.all(folders.map(removeFolder)));

/** A copy of what MLflow made, that knows where it is. */
async function copyOfMade(): Promise<string> {
  const folder = await makeFolder("gc-copy");
  folders.push(folder);
  await cp(made, folder, { recursive: true });
  change(folder, (database) => {
    for (const [table, column] of [
      ["experiments", "artifact_location"],
      ["runs", "artifact_uri"],
      ["logged_models", "artifact_location"],
    ]) {
      database
        .prepare(`UPDATE ${table} SET ${column} = replace(${column}, ?, ?)`)
        .run(made, folder);
    }
  });
  return folder;
}

function change(folder: string, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(join(folder, "mlflow.db"));
  work(database);
  database.close();
}

/** Every row of every table, as text without the folder's name. */
function rowsOf(folder: string): Record<string, string[]> {
  const rows: Record<string, string[]> = {};
  change(folder, (database) => {
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .all();
    for (const { name } of tables) {
      const statement = database.prepare(`SELECT * FROM "${String(name)}"`);
      statement.setReadBigInts(true);
      const texts = statement
        .all()
        .map((row) =>
          JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value)),
        );
      rows[String(name)] = texts.map((text) => text.replaceAll(folder, "")).sort();
    }
  });
  return rows;
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("mlflow.db"))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
    .sort();
}

/** Edges of what is gone, which MLflow leaves behind. */
function danglingEdges(folder: string): number {
  let count = 0;
  change(folder, (database) => {
    const row = database
      .prepare(
        `SELECT count(*) AS n FROM inputs WHERE
           (destination_type = 'RUN' AND destination_id NOT IN (SELECT run_uuid FROM runs))
           OR (source_type LIKE 'RUN_%' AND source_id NOT IN (SELECT run_uuid FROM runs))`,
      )
      .get();
    count = Number(row?.["n"]);
  });
  return count;
}

describe.runIf(HAS_MLFLOW)("of what MLflow wrote", () => {
  beforeAll(async () => {
    made = await makeFolder("gc");
    folders.push(made);
    const { code, stdout, stderr } = await runPython(MADE, { cwd: made });
    if (code !== 0) throw new Error(stderr);
    ids = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  });

  test.each([
    ["everything", []],
    ["what was deleted 30 days ago", ["--older-than", "30d"]],
  ])(
    "removes %s as MLflow does, and no row or file more",
    async (_, args) => {
      const [ours, theirs] = [await copyOfMade(), await copyOfMade()];
      const env = { MLFLOW_TRACKING_URI: DATABASE };
      const flags = ["gc", "--backend-store-uri", DATABASE, ...args];
      expect(await runOurs(flags, { cwd: ours })).toMatchObject({ code: 0, stderr: "" });
      expect(await runMlflow(flags, { cwd: theirs, env })).toMatchObject({ code: 0 });
      const { inputs, input_tags, ...rows } = rowsOf(ours);
      const { inputs: theirInputs, input_tags: theirTags, ...theirRows } = rowsOf(theirs);
      expect(rows).toEqual(theirRows);
      // Beyond MLflow, no edge of what is gone stays; those of what stays are all there.
      expect(theirInputs).toEqual(expect.arrayContaining(inputs ?? []));
      expect(theirTags).toEqual(expect.arrayContaining(input_tags ?? []));
      expect(danglingEdges(ours)).toBe(0);
      const left = await filesOf(ours);
      expect(await filesOf(theirs)).toEqual(expect.arrayContaining(left));
      expect(left.some((file) => file.includes(ids["stays"] ?? "?"))).toBe(true);
      expect(left.some((file) => file.includes(ids["stays-model"] ?? "?"))).toBe(true);
      expect(left.some((file) => file.includes(ids["old"] ?? "?"))).toBe(false);
    },
    180_000,
  );

  test("a dry run changes nothing and tells the bytes that gc then frees", async () => {
    const folder = await copyOfMade();
    const before = { rows: rowsOf(folder), files: await filesOf(folder) };
    const dry = await runOurs(["gc", "--dry-run", "--json"], { cwd: folder });
    const answer = JSON.parse(dry.stdout);
    expect(answer).toMatchObject({ dry_run: true, kept: [] });
    expect(answer.removed.map((one: { kind: string }) => one.kind).sort()).toEqual([
      "experiment",
      "logged model",
      "logged model",
      "run",
      "run",
      "run",
    ]);
    expect({ rows: rowsOf(folder), files: await filesOf(folder) }).toEqual(before);
    const real = JSON.parse((await runOurs(["gc", "--json"], { cwd: folder })).stdout);
    expect(real).toEqual({ ...answer, dry_run: false });
    // Two models of 1,000 bytes, three texts.
    expect(real.freed_bytes).toBeGreaterThan(2000);
  });

  test("named runs go alone, and only when they are deleted", async () => {
    const folder = await copyOfMade();
    const active = await runOurs(["gc", "--run-ids", ids["stays"] ?? ""], { cwd: folder });
    expect(active).toMatchObject({ code: 1, stderr: expect.stringContaining("is not deleted") });
    const unknown = await runOurs(["gc", "--run-ids", "none"], { cwd: folder });
    expect(unknown).toMatchObject({ code: 1, stderr: "mlflow: Run with id=none not found\n" });
    const young = ["gc", "--run-ids", ids["deleted"] ?? "", "--older-than", "1d"];
    expect((await runOurs(young, { cwd: folder })).stderr).toContain("more recently than");
    const one = await runOurs(["gc", "--run-ids", ids["deleted"] ?? ""], { cwd: folder });
    expect(one.stdout).toContain("Removed 1 run, 0 logged models, 0 experiments");
    const gone = await runOurs(["gc", "--experiment-ids", ids["gone experiment"] ?? ""], {
      cwd: folder,
    });
    expect(gone.stdout).toContain("Removed 1 run, 1 logged model, 1 experiment");
  });

  test("artifacts that are not a run's own are kept with the run", async () => {
    const folder = await copyOfMade();
    const victim = join(folder, "victim");
    mkdirSync(victim);
    writeFileSync(join(victim, "precious.txt"), "keep me");
    change(folder, (database) => {
      const set = database.prepare("UPDATE runs SET artifact_uri = ? WHERE run_uuid = ?");
      set.run(victim, ids["deleted"] ?? "");
      // A run that is not deleted has its artifacts in the deleted one's folder.
      set.run(join(folder, "mlruns/1", ids["old"] ?? "", "artifacts"), ids["stays"] ?? "");
    });
    const { code, stderr, stdout } = await runOurs(["gc"], { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).toContain(`run ${ids["deleted"]} is kept: its artifacts lie at ${victim}`);
    expect(stderr).toContain(`run ${ids["old"]} is kept: run ${ids["stays"]} uses its artifacts`);
    expect(readFileSync(join(victim, "precious.txt"), "utf8")).toBe("keep me");
    expect(existsSync(join(folder, "mlruns/1", ids["old"] ?? "", "artifacts/notes/text.txt"))).toBe(
      true,
    );
    expect(stdout).toContain("Removed 1 run, 2 logged models, 1 experiment");
  });

  test("a run stays while a version of a registered model is made of it", async () => {
    const folder = await copyOfMade();
    change(folder, (database) => {
      database.exec("INSERT INTO registered_models (name) VALUES ('champion')");
      database
        .prepare("INSERT INTO model_versions (name, version, source) VALUES ('champion', 1, ?)")
        .run(`file://${folder}/mlruns/1/${ids["deleted"]}/artifacts/model`);
      database
        .prepare("INSERT INTO model_versions (name, version, source) VALUES ('champion', 2, ?)")
        .run(`models:/${ids["deleted-model"]}`);
    });
    const { code, stdout, stderr } = await runOurs(["gc"], { cwd: folder });
    expect(code).toBe(0);
    const reason = "a version of the registered model champion uses its artifacts";
    expect(stderr).toContain(`run ${ids["deleted"]} is kept: ${reason}`);
    expect(stderr).toContain(`logged model ${ids["deleted-model"]} is kept: ${reason}`);
    expect(stdout).toContain("Removed 2 runs, 1 logged model, 1 experiment");
  });

  test("a deleted experiment with an active run stays", async () => {
    const folder = await copyOfMade();
    change(folder, (database) => {
      database
        .prepare(
          "UPDATE runs SET lifecycle_stage = 'active', deleted_time = NULL WHERE run_uuid = ?",
        )
        .run(ids["inside"] ?? "");
    });
    const { stderr } = await runOurs(["gc"], { cwd: folder });
    expect(stderr).toContain("1 of its runs are active");
    expect(rowsOf(folder)["experiments"]).toHaveLength(3);
  });
});

test("artifacts behind a server are removed through it", async () => {
  const folder = await makeFolder("gc-served");
  folders.push(folder);
  const server = await startOurs({ folder });
  try {
    const env = { MLFLOW_TRACKING_URI: server.url };
    const create = ["runs", "create", "--experiment-id", "0"];
    const { run_id } = JSON.parse((await runOurs(create, { cwd: folder, env })).stdout);
    writeFileSync(join(folder, "big.bin"), "x".repeat(5000));
    await runOurs(["artifacts", "log-artifact", "-r", run_id, "-l", "big.bin"], {
      cwd: folder,
      env,
    });
    await runOurs(["runs", "delete", "--run-id", run_id], { cwd: folder, env });
    const elsewhere = await makeFolder("gc-elsewhere");
    folders.push(elsewhere);
    const flags = ["gc", "--backend-store-uri", server.databaseUri];
    const lost = await runOurs(flags, { cwd: elsewhere });
    expect(lost).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("--artifacts-destination"),
    });
    const done = await runOurs(flags, { cwd: elsewhere, env });
    expect(done.stdout).toContain(
      "Removed 1 run, 0 logged models, 0 experiments; artifacts: 5.0 kB.",
    );
    expect(existsSync(join(folder, "mlartifacts/0", run_id))).toBe(false);
  } finally {
    await server.stop();
  }
});

test.each([
  [["--older-than", "soon"], "It must be like 30d"],
  [["--jobs"], "--jobs is not supported"],
  [["--workspace", "w"], "--workspace is not supported: there is one workspace"],
  [["--backend-store-uri", "sqlite:///none.db"], "There is no database at"],
])("refuses %j in one line", async (args, message) => {
  const { code, stderr } = await runOurs(["gc", ...args], { cwd: tmpdir() });
  expect(stderr).toContain(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(code).toBe(1);
});
