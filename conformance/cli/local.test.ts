import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder, removeFolder } from "../servers.ts";
import { runOurs } from "./mlflow.ts";

let folder: string;
beforeEach(async () => {
  folder = await makeFolder("cli-local");
});
afterEach(() => removeFolder(folder));

/** What a command printed in the folder, without a server; it must have succeeded. */
async function printed(uri: string, ...args: string[]): Promise<string> {
  const env = { MLFLOW_TRACKING_URI: uri };
  const { code, stdout, stderr } = await runOurs(args, { cwd: folder, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

test("without a tracking URI runs are kept in mlflow.db, as in MLflow", async () => {
  const args = ["runs", "create", "--experiment-name", "local", "--run-name", "here"];
  const { run_id, experiment_id } = JSON.parse(await printed("", ...args));
  expect(existsSync(join(folder, "mlflow.db"))).toBe(true);
  writeFileSync(join(folder, "notes.md"), "# Notes");
  await printed("sqlite:///mlflow.db", "artifacts", "log-artifact", "-r", run_id, "-l", "notes.md");
  expect(JSON.parse(await printed("", "artifacts", "list", "-r", run_id))).toEqual([
    { path: "notes.md", is_dir: false, file_size: 7 },
  ]);
  expect(await printed("", "runs", "list", "-x", experiment_id)).toContain(`here  ${run_id}`);
  await printed("", "runs", "delete", "--run-id", run_id);
  expect(await printed("", "gc")).toContain(
    "Removed 1 run, 0 logged models, 0 experiments; artifacts: 7 bytes.",
  );
});

test("a folder of MLflow's file store is read where it is", async () => {
  const run = "b83dc879384241d1b9237ea0730419ea";
  const at = join(folder, "mlruns/5", run);
  mkdirSync(join(at, "metrics"), { recursive: true });
  writeFileSync(
    join(folder, "mlruns/5/meta.yaml"),
    "artifact_location: file:///x/5\nexperiment_id: '5'\nlifecycle_stage: active\nname: old\n",
  );
  writeFileSync(
    join(at, "meta.yaml"),
    `artifact_uri: file:///x/5/${run}/artifacts\nexperiment_id: '5'\nlifecycle_stage: active\nrun_id: ${run}\nrun_name: kept\nstart_time: 1795524806587\nstatus: 3\nuser_id: root\n`,
  );
  writeFileSync(join(at, "metrics/loss"), "1 0.5 0\n2 0.25 1\n");
  expect(await printed("", "experiments", "search")).toContain("old");
  expect(await printed("./mlruns", "runs", "list", "-x", "5")).toContain(`kept  ${run}`);
  await printed("", "sync", "mlruns", `sqlite:///${folder}/copy.db`);
  const copied = await printed(`sqlite:///${folder}/copy.db`, "runs", "describe", "--run-id", run);
  expect(JSON.parse(copied).data.metrics).toEqual({ loss: 0.25 });
});
