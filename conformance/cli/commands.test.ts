import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFolder, removeFolder, type Server, startOurs } from "../servers.ts";
import { type Outcome, runOurs } from "./mlflow.ts";

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = await makeFolder("cli");
  server = await startOurs({ folder });
});
afterAll(async () => {
  await server.stop();
  await removeFolder(folder);
});

/** Runs a command against the server. */
function mlflow(...args: string[]): Promise<Outcome> {
  return runOurs(args, { cwd: folder, env: { MLFLOW_TRACKING_URI: server.url } });
}

/** What a command printed; it must have succeeded. */
async function printed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await mlflow(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

async function createRun(...args: string[]): Promise<string> {
  return JSON.parse(await printed("runs", "create", "--experiment-id", "0", ...args)).run_id;
}

test("an experiment is created, found, renamed, deleted and restored", async () => {
  const created = await printed(
    "experiments",
    "create",
    "-n",
    "mnist",
    "-l",
    "mlflow-artifacts:/m",
  );
  const id = /with id (\d+)/.exec(created)?.[1] ?? "";
  await printed("experiments", "rename", "-x", id, "--new-name", "digits");
  const get = async () => JSON.parse(await printed("experiments", "get", "-x", id, "--json"));
  expect(await get()).toMatchObject({ name: "digits", artifact_location: "mlflow-artifacts:/m" });
  await printed("experiments", "delete", "-x", id);
  expect(await printed("experiments", "search")).not.toContain("digits");
  const deleted = await printed("experiments", "search", "--view", "deleted_only");
  expect(deleted.split("\n")[2]).toMatch(/^\d+ +digits +mlflow-artifacts:\/m$/);
  await printed("experiments", "restore", "-x", id);
  expect((await get()).lifecycle_stage).toBe("active");
  expect(await printed("experiments", "get", "-n", "digits")).toContain(
    "Lifecycle Stage    active",
  );
});

test("a run is recorded, listed, described, deleted and restored", async () => {
  const id = await createRun(
    "--run-name",
    "tried",
    "-t",
    "team=a",
    "-t",
    "x=1=2",
    "--status",
    "killed",
  );
  const { info, data } = JSON.parse(await printed("runs", "describe", "--run-id", id));
  expect(info).toMatchObject({ run_name: "tried", status: "KILLED" });
  expect(data.tags).toMatchObject({ team: "a", x: "1=2", "mlflow.source.type": "LOCAL" });
  expect(await printed("runs", "list", "--experiment-id", "0")).toMatch(
    /UTC {2}tried +\w{32} {2}KILLED/,
  );
  await printed("runs", "delete", "--run-id", id);
  expect(await printed("runs", "list", "--experiment-id", "0")).not.toContain(id);
  const all = JSON.parse(
    await printed("runs", "list", "--experiment-id", "0", "-v", "all", "--json"),
  );
  expect(all).toContainEqual(
    expect.objectContaining({ info: expect.objectContaining({ run_id: id }) }),
  );
  await printed("runs", "restore", "--run-id", id);
  expect(await printed("runs", "list", "--experiment-id", "0")).toContain(id);
});

test("a run is recorded in an experiment that is made by its name, below a parent", async () => {
  const parent = await createRun();
  const args = ["runs", "create", "--experiment-name", "made", "--parent-run-id", parent];
  const first = JSON.parse(await printed(...args));
  const second = JSON.parse(await printed(...args));
  expect(second.experiment_id).toBe(first.experiment_id);
  const { data } = JSON.parse(await printed("runs", "describe", "--run-id", second.run_id));
  expect(data.tags["mlflow.parentRunId"]).toBe(parent);
});

test("artifacts go up and come down again as they were", async () => {
  const id = await createRun();
  await mkdir(join(folder, "plots/deep"), { recursive: true });
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 251));
  await writeFile(join(folder, "plots/deep/a 1.bin"), bytes);
  await writeFile(join(folder, "notes.md"), "# Notes");
  await printed("artifacts", "log-artifacts", "-r", id, "-l", "plots", "-a", "p");
  await printed("artifacts", "log-artifact", "-r", id, "-l", "notes.md");
  expect(JSON.parse(await printed("artifacts", "list", "-r", id))).toEqual([
    { path: "notes.md", is_dir: false, file_size: 7 },
    { path: "p", is_dir: true },
  ]);
  const below = await printed("artifacts", "download", "-r", id, "-a", "p/deep", "-d", "here");
  expect(below.trim()).toBe(join(folder, "here/deep"));
  expect(await readFile(join(folder, "here/deep/a 1.bin"))).toEqual(bytes);
  const one = await printed("artifacts", "download", "-u", `runs:/${id}/notes.md`);
  expect(await readFile(one.trim(), "utf8")).toBe("# Notes");
});

test("runs are written as CSV with a column for each metric, param and tag", async () => {
  const { experiment_id } = JSON.parse(
    await printed(
      "runs",
      "create",
      "--experiment-name",
      "csv",
      "-t",
      'note=a "b", c',
      "--run-name",
      "r",
    ),
  );
  expect(await printed("experiments", "csv", "-x", experiment_id, "-o", "runs.csv")).toContain(
    "runs.csv",
  );
  const [header, row] = (await readFile(join(folder, "runs.csv"), "utf8")).split("\n");
  expect(header).toMatch(/^run_id,experiment_id,status,artifact_uri,start_time,end_time,tags\./);
  expect(header).toContain(",tags.note");
  expect(row).toContain('"a ""b"", c"');
});

test.each([
  [["runs", "describe", "--run-id", "none"], "Run with id=none not found"],
  [["runs", "list"], "required option '-x, --experiment-id <id>' not specified"],
  [["runs", "list", "-x", "777"], "No Experiment with id=777 exists"],
  [["runs", "create"], "Give one of --experiment-id and --experiment-name."],
  [["runs", "create", "--experiment-id", "0", "-t", "x"], "It must be like key=value."],
  [["runs", "create", "--experiment-id", "0", "--status", "fine"], "FINISHED, FAILED, KILLED"],
  [["runs", "lst"], "unknown command 'lst' (Did you mean list?)"],
  [["experiments", "search", "-v", "some"], "active_only, deleted_only, all"],
  [["experiments", "search", "--max-results", "-1"], "a whole number that is not negative"],
  [["experiments", "get"], "Give one of --experiment-id and --experiment-name."],
  [["experiments", "create", "-n", "Default"], "already exists"],
  [
    ["artifacts", "log-artifact", "-r", "none", "-l", "nothing"],
    "--local-file nothing is no file.",
  ],
  [["artifacts", "list", "-r", "none"], "Run with id=none not found"],
  [["artifacts", "download", "-u", "s3://bucket/x"], "runs:/<run id>/model"],
])("refuses %j in one line with exit code 1", async (args, message) => {
  const { code, stdout, stderr } = await mlflow(...args);
  expect(stderr).toContain(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
});

test("a server that is away is told at once", async () => {
  const env = { MLFLOW_TRACKING_URI: "http://127.0.0.1:9" };
  const began = performance.now();
  const { code, stderr } = await runOurs(["experiments", "search"], { cwd: folder, env });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining("http://127.0.0.1:9"),
  });
  expect(performance.now() - began).toBeLessThan(10_000);
});

test("what others named can't write to the terminal", async () => {
  await printed("runs", "create", "--experiment-id", "0", "--run-name", "red\u001B[31m");
  expect(await printed("runs", "list", "-x", "0")).toContain("red�[31m");
});
