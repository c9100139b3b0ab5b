/** Fills a database that has MLflow's tables, so that both servers read the very same rows. */
import { openSink, type RowSink } from "./row-sink.ts";

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
export async function seedDatabase(uri: string): Promise<void> {
  const sink = await openSink(uri);
  const place = `mlflow-artifacts:/${SEEDED_EXPERIMENT_ID}`;
  sink.add("experiments", [
    Number(SEEDED_EXPERIMENT_ID),
    "seeded",
    place,
    "active",
    START,
    START,
    "default",
  ]);
  addShortRuns(sink);
  addLongRun(sink);
  await sink.finish();
}

function addRun(sink: RowSink, id: string, name: string, start: number): void {
  const end = start + 60_000;
  const uri = `mlflow-artifacts:/${SEEDED_EXPERIMENT_ID}/${id}/artifacts`;
  const experiment = Number(SEEDED_EXPERIMENT_ID);
  const [source, status, stage] = ["UNKNOWN", "FINISHED", "active"];
  // In the order of the table's columns.
  // prettier-ignore
  sink.add("runs", [id, name, source, "", "", "bench", status, start, end, "", stage, uri, experiment]);
  sink.add("tags", ["mlflow.runName", name, id]);
}

function addShortRuns(sink: RowSink): void {
  const random = countingRandom(17);
  for (let index = 0; index < SEEDED_RUNS; index += 1) {
    const id = (index * 2_654_435_761).toString(16).padStart(32, "0");
    const time = START + index * 1000;
    addRun(sink, id, `run-${index}`, time);
    const optimizer = OPTIMIZERS[Math.floor(random() * OPTIMIZERS.length)] ?? "adam";
    sink.add("params", ["optimizer", optimizer, id]);
    for (let param = 0; param < 9; param += 1) {
      sink.add("params", [`param_${param}`, (random() * 10).toFixed(4), id]);
    }
    for (const key of METRICS) {
      const row = [key, random(), time, id, 9, false];
      sink.add("metrics", row);
      sink.add("latest_metrics", row);
    }
    sink.add("tags", ["team", TEAMS[Math.floor(random() * TEAMS.length)] ?? "speech", id]);
    sink.add("tags", ["mlflow.user", "bench", id]);
    sink.add("tags", ["mlflow.source.name", "train.py", id]);
    sink.add("tags", ["mlflow.source.type", "LOCAL", id]);
  }
}

function addLongRun(sink: RowSink): void {
  const random = countingRandom(18);
  addRun(sink, HISTORY_RUN_ID, "long-history", START - 1000);
  const last = HISTORY_POINTS - 1;
  for (let step = 0; step <= last; step += 1) {
    const value = step === last ? 0.5 : random();
    const row = [HISTORY_KEY, value, START + step, HISTORY_RUN_ID, step, false];
    sink.add("metrics", row);
    if (step === last) sink.add("latest_metrics", row);
  }
}

/** Park and Miller's generator: the same rows on every machine, from one seed. */
export function countingRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
