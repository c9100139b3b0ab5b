/** Fills a database that MLflow made, so that both servers read the very same rows. */
import { DatabaseSync } from "node:sqlite";

export const SEEDED_EXPERIMENT_ID = "1";
export const HISTORY_RUN_ID = "f".repeat(32);
export const HISTORY_KEY = "train_loss";
export const HISTORY_POINTS = 100_000;
export const SEEDED_RUNS = 2000;

const START = 1_760_000_000_000;
const OPTIMIZERS = ["adam", "sgd", "adamw", "rmsprop"];
const TEAMS = ["vision-eu", "vision-us", "speech", "ranking"];
const METRICS = ["train_loss", "train_accuracy", "val_loss", "val_accuracy", "epoch_seconds"];

/** Writes 2,000 runs of 10 params, 5 metrics and 5 tags, and one run with a long history. */
export function seedDatabase(path: string): void {
  const db = new DatabaseSync(path);
  const random = countingRandom(17);
  const insertRun = db.prepare(
    `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status,
       start_time, end_time, source_version, lifecycle_stage, artifact_uri, experiment_id)
     VALUES (?, ?, 'UNKNOWN', '', '', 'bench', 'FINISHED', ?, ?, '', 'active', ?, ?)`,
  );
  const insertParam = db.prepare("INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?)");
  const insertTag = db.prepare("INSERT INTO tags (key, value, run_uuid) VALUES (?, ?, ?)");
  const columns = "(key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, 0)";
  const insertMetric = db.prepare(`INSERT INTO metrics ${columns}`);
  const insertLatest = db.prepare(`INSERT INTO latest_metrics ${columns}`);
  const addRun = (id: string, name: string, start: number): void => {
    const uri = `mlflow-artifacts:/${SEEDED_EXPERIMENT_ID}/${id}/artifacts`;
    insertRun.run(id, name, start, start + 60_000, uri, Number(SEEDED_EXPERIMENT_ID));
    insertTag.run("mlflow.runName", name, id);
  };

  db.exec("BEGIN");
  db.exec(
    `INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage,
       creation_time, last_update_time, workspace)
     VALUES (${SEEDED_EXPERIMENT_ID}, 'seeded', 'mlflow-artifacts:/${SEEDED_EXPERIMENT_ID}',
       'active', ${START}, ${START}, 'default')`,
  );
  for (let index = 0; index < SEEDED_RUNS; index += 1) {
    const id = (index * 2_654_435_761).toString(16).padStart(32, "0");
    addRun(id, `run-${index}`, START + index * 1000);
    const optimizer = OPTIMIZERS[Math.floor(random() * OPTIMIZERS.length)] ?? "adam";
    insertParam.run("optimizer", optimizer, id);
    for (let param = 0; param < 9; param += 1) {
      insertParam.run(`param_${param}`, (random() * 10).toFixed(4), id);
    }
    for (const key of METRICS) {
      const value = random();
      insertMetric.run(key, value, START + index * 1000, id, 9);
      insertLatest.run(key, value, START + index * 1000, id, 9);
    }
    insertTag.run("team", TEAMS[Math.floor(random() * TEAMS.length)] ?? "speech", id);
    insertTag.run("mlflow.user", "bench", id);
    insertTag.run("mlflow.source.name", "train.py", id);
    insertTag.run("mlflow.source.type", "LOCAL", id);
  }
  addRun(HISTORY_RUN_ID, "long-history", START - 1000);
  for (let step = 0; step < HISTORY_POINTS - 1; step += 1) {
    insertMetric.run(HISTORY_KEY, random(), START + step, HISTORY_RUN_ID, step);
  }
  const last = HISTORY_POINTS - 1;
  insertMetric.run(HISTORY_KEY, 0.5, START + last, HISTORY_RUN_ID, last);
  insertLatest.run(HISTORY_KEY, 0.5, START + last, HISTORY_RUN_ID, last);
  db.exec("COMMIT");
  db.close();
}

/** Park and Miller's generator: the same rows on every machine, from one seed. */
export function countingRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
