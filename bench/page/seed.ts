/** Fills a database of MLflow's schema with what the page is measured on. */
import { DatabaseSync } from "node:sqlite";
import { API } from "../api.ts";
import { Connection, encodeRequest, type Target } from "../load.ts";
import { expectOk } from "../measure.ts";
import { countingRandom } from "../seed.ts";

/** How much is written; a smoke run takes less of everything. */
export interface Sizes {
  readonly manyRuns: number;
  readonly tableRuns: number;
  readonly points: number;
  readonly charts: number;
  readonly chartRuns: number;
  readonly chartPoints: number;
}

export const FULL: Sizes = {
  manyRuns: 100_000,
  tableRuns: 1000,
  points: 1_000_000,
  charts: 100,
  chartRuns: 50,
  chartPoints: 50,
};

export const SMOKE: Sizes = {
  manyRuns: 2000,
  tableRuns: 200,
  points: 20_000,
  charts: 10,
  chartRuns: 5,
  chartPoints: 20,
};

export const EXPERIMENTS = { table: "1", many: "2", points: "3", charts: "4" } as const;
export const POINTS_RUN = "f".repeat(32);
/** The same points, as another program wrote them: this server never saw them arrive. */
export const FOREIGN_RUN = "e".repeat(32);
export const POINTS_KEY = "loss";

const START = 1_760_000_000_000;
const NAMES = { "1": "table", "2": "many runs", "3": "a million points", "4": "a hundred charts" };

/** The steps at which one point alone stands far above all others, and its value there. */
export function listSpikes({ points }: Sizes): readonly { step: number; value: number }[] {
  return [0.123_457, 0.501_233, 0.876_543].map((part, index) => ({
    step: Math.floor(part * points),
    value: 10 + index,
  }));
}

/** The points of the long metric. */
function* listPoints(sizes: Sizes): Generator<{ readonly step: number; readonly value: number }> {
  const random = countingRandom(18);
  const spikes = new Map(listSpikes(sizes).map(({ step, value }) => [step, value]));
  for (let step = 0; step < sizes.points; step += 1) {
    yield { step, value: spikes.get(step) ?? 1 / (1 + (5 * step) / sizes.points) + random() / 10 };
  }
}

/** Logs the long metric as a client does, a thousand points at once. */
export async function logPoints(target: Target, sizes: Sizes): Promise<void> {
  const connection = await Connection.open(target);
  let metrics: object[] = [];
  const send = async () => {
    const body = { run_id: POINTS_RUN, metrics };
    expectOk(await connection.send(encodeRequest(target, "POST", `${API}/runs/log-batch`, body)));
    metrics = [];
  };
  for (const { step, value } of listPoints(sizes)) {
    metrics.push({ key: POINTS_KEY, value, timestamp: START + step, step });
    if (metrics.length === 1000) await send();
  }
  if (metrics.length > 0) await send();
  connection.close();
}

/**
 * 1,000 runs of 20 params and 20 metrics; 100,000 runs of 4 and 4; a run for 1,000,000 points in
 * which three spikes are planted, and one that has them; 50 runs of 100 metrics with 50 points each.
 */
export function seedPage(path: string, sizes: Sizes): void {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN");
  const writer = new RunWriter(db);
  for (const [id, name] of Object.entries(NAMES)) writer.addExperiment(Number(id), name);
  writer.addRuns(Number(EXPERIMENTS.table), sizes.tableRuns, { keys: 20, points: 1 });
  writer.addRuns(Number(EXPERIMENTS.many), sizes.manyRuns, { keys: 4, points: 1 });
  writer.addPoints(sizes);
  const own = { params: 2, keys: sizes.charts, points: sizes.chartPoints };
  writer.addRuns(Number(EXPERIMENTS.charts), sizes.chartRuns, own);
  db.exec("COMMIT");
  db.close();
}

class RunWriter {
  readonly #random = countingRandom(17);
  readonly #run;
  readonly #param;
  readonly #tag;
  readonly #metric;
  readonly #latest;
  readonly #experiment;

  constructor(db: DatabaseSync) {
    this.#experiment = db.prepare(
      `INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage,
         creation_time, last_update_time, workspace)
       VALUES (?, ?, ?, 'active', ${START}, ${START}, 'default')`,
    );
    this.#run = db.prepare(
      `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id,
         status, start_time, end_time, source_version, lifecycle_stage, artifact_uri, experiment_id)
       VALUES (?, ?, 'UNKNOWN', '', '', 'bench', ?, ?, ?, '', 'active', ?, ?)`,
    );
    this.#param = db.prepare("INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?)");
    this.#tag = db.prepare("INSERT INTO tags (key, value, run_uuid) VALUES (?, ?, ?)");
    const columns = "(key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, 0)";
    this.#metric = db.prepare(`INSERT INTO metrics ${columns}`);
    this.#latest = db.prepare(`INSERT INTO latest_metrics ${columns}`);
  }

  addExperiment(id: number, name: string): void {
    this.#experiment.run(id, name, `mlflow-artifacts:/${id}`);
  }

  addRuns(
    experiment: number,
    count: number,
    { keys, points, params = keys }: { keys: number; points: number; params?: number },
  ): void {
    for (let index = 0; index < count; index += 1) {
      // Ids come in no order, as a client's random ones do.
      const id = this.#makeId(experiment, index);
      const start = START + index * 1000;
      this.#addRun(experiment, id, `run-${index}`, start);
      for (let key = 0; key < params; key += 1) {
        this.#param.run(`param_${key}`, `${Math.floor(this.#random() * 20)}`, id);
      }
      for (let key = 0; key < keys; key += 1) {
        let value = this.#random();
        for (let step = 0; step < points; step += 1) {
          value = Math.max(0, value + (this.#random() - 0.55) / 10);
          this.#metric.run(`metric_${key}`, value, start + step, id, step);
        }
        this.#latest.run(`metric_${key}`, value, start + points - 1, id, points - 1);
      }
    }
  }

  addPoints(sizes: Sizes): void {
    this.#addRun(Number(EXPERIMENTS.points), POINTS_RUN, "long", START);
    this.#addRun(Number(EXPERIMENTS.points), FOREIGN_RUN, "long, from elsewhere", START);
    let last = 0;
    for (const { step, value } of listPoints(sizes)) {
      this.#metric.run(POINTS_KEY, value, START + step, FOREIGN_RUN, step);
      last = value;
    }
    const end = sizes.points - 1;
    this.#latest.run(POINTS_KEY, last, START + end, FOREIGN_RUN, end);
  }

  #makeId(experiment: number, index: number): string {
    const scattered = Math.imul(index + 1, 2_654_435_761) >>> 0;
    return (
      `${scattered.toString(16).padStart(8, "0")}${experiment}`.padEnd(24, "0") +
      index.toString(16).padStart(8, "0")
    );
  }

  #addRun(experiment: number, id: string, name: string, start: number): void {
    const uri = `mlflow-artifacts:/${experiment}/${id}/artifacts`;
    const status = this.#random() < 0.9 ? "FINISHED" : "FAILED";
    this.#run.run(id, name, status, start, start + 60_000, uri, experiment);
    this.#tag.run("mlflow.runName", name, id);
    this.#tag.run("mlflow.user", "bench", id);
    this.#tag.run("mlflow.source.name", "train.py", id);
  }
}
