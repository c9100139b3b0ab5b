import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFolder, removeFolder, type Server, startOurs } from "../servers.ts";
import { runOurs } from "./mlflow.ts";

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = await makeFolder("doctor");
  server = await startOurs({ folder });
});
afterAll(async () => {
  await server.stop();
  await removeFolder(folder);
});

interface Finding {
  readonly what: string;
  readonly isFine: boolean;
  readonly found: string;
  readonly advice?: string;
}

/** What `mlflow doctor` finds, and what is not fine of it. */
async function examine(env: Record<string, string>, ...args: string[]) {
  const { code, stdout, stderr } = await runOurs(["doctor", "--json", ...args], {
    cwd: folder,
    env,
  });
  expect(stderr).toBe("");
  const answer = JSON.parse(stdout);
  const findings: Finding[] = answer.findings;
  expect(code).toBe(answer.is_fine ? 0 : 1);
  return { ...answer, code, wrong: findings.filter(({ isFine }) => !isFine), text: stdout };
}

test("finds nothing wrong with a server that answers and its database", async () => {
  const { findings, wrong } = await examine(
    { MLFLOW_TRACKING_URI: server.url },
    "--backend-store-uri",
    server.databaseUri,
    "--artifacts-destination",
    "mlartifacts",
  );
  expect(wrong).toEqual([]);
  expect(findings.map(({ what }: Finding) => what)).toEqual([
    "Tracking server",
    "Server's version",
    "Database",
    "Database's integrity",
    "Database's folder",
    "Artifacts",
    "Waiting to be sent",
    "Disk",
  ]);
});

test("tells a server that is away, and keeps every secret", async () => {
  const { wrong, text, environment } = await examine({
    MLFLOW_TRACKING_URI: "http://user:hunter2@127.0.0.1:9",
    MLFLOW_TRACKING_TOKEN: "hunter2",
    MLFLOW_TRACKING_PASSWORD: "hunter2",
    MLFLOW_EXPERIMENT_NAME: "visible",
  });
  expect(wrong).toHaveLength(1);
  expect(wrong[0].advice).toContain("mlflow server");
  expect(text).not.toContain("hunter2");
  expect(environment.MLFLOW_EXPERIMENT_NAME).toBe("visible");
  const masked = await examine({ MLFLOW_EXPERIMENT_NAME: "visible" }, "--mask-envs");
  expect(masked.environment.MLFLOW_EXPERIMENT_NAME).toBe("***");
});

test("tells a database of another version, one that is none, and one that is broken", async () => {
  const look = (file: string) => examine({ MLFLOW_TRACKING_URI: `sqlite:///${file}` });
  const old = new DatabaseSync(join(folder, "old.db"));
  old.exec(
    "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('451aebb31d03')",
  );
  old.close();
  expect((await look("old.db")).wrong[0]).toMatchObject({
    found: expect.stringContaining("451aebb31d03"),
    advice: expect.stringContaining("mlflow db upgrade sqlite:///"),
  });
  writeFileSync(
    join(folder, "text.db"),
    "not a database, but longer than the header of one is. ".repeat(5),
  );
  expect((await look("text.db")).wrong[0]).toMatchObject({ what: "Database" });
  const broken = new DatabaseSync(join(folder, "broken.db"));
  broken.exec("CREATE TABLE alembic_version (version_num TEXT); CREATE TABLE a (b TEXT)");
  broken.exec(
    "INSERT INTO a SELECT hex(randomblob(500)) FROM json_each('[' || rtrim(replace(hex(zeroblob(500)), '00', '1,'), ',') || ']')",
  );
  broken.close();
  const bytes = readFileSync(join(folder, "broken.db"));
  writeFileSync(join(folder, "broken.db"), bytes.fill(7, 5 * 4096, 9 * 4096));
  const { wrong } = await look("broken.db");
  expect(wrong.map(({ what }: Finding) => what)).toContain("Database's integrity");
});

test("tells what waits to be sent and how to send it", async () => {
  mkdirSync(join(folder, "left"));
  writeFileSync(join(folder, "left/abc.1.1.jsonl"), "{}\n");
  const env = { MLFLOW_TRACKING_URI: server.url, MLFLOW_TS_SPOOL_DIR: "left" };
  const { wrong } = await examine(env);
  expect(wrong).toEqual([
    {
      what: "Waiting to be sent",
      isFine: false,
      found: expect.stringMatching(/^1 run, 3 bytes, since .* in /),
      advice: expect.stringContaining(`mlflow sync left ${server.url}`),
    },
  ]);
});

test("tells a folder for artifacts that can't be made", async () => {
  writeFileSync(join(folder, "file"), "");
  const { wrong } = await examine(
    { MLFLOW_TRACKING_URI: server.url },
    "--backend-store-uri",
    server.databaseUri,
    "--artifacts-destination",
    "file/below",
  );
  expect(wrong).toMatchObject([
    { what: "Artifacts", found: expect.stringContaining("is no folder") },
  ]);
});

test("prints for people what is wrong below what is fine", async () => {
  const env = { MLFLOW_TRACKING_URI: "http://127.0.0.1:9" };
  const { code, stdout } = await runOurs(["doctor"], { cwd: folder, env });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^mlflow-ts +\d+\.\d+\.\d+\nMLflow +3\.17\.2 /);
  expect(stdout).toContain("✗ Tracking server: Could not reach http://127.0.0.1:9");
  expect(stdout).toContain("✓ Disk: ");
});
