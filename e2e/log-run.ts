import { post, type RunInfo } from "./api.ts";

/** What a run is logged with; everything may be left out. */
interface RunToLog {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** One value for each step, from 0 on. */
  readonly metrics?: Readonly<Record<string, readonly number[]>>;
  /** Milliseconds since 1970, and from one point to the next. */
  readonly start?: number;
  readonly stepMs?: number;
  readonly status?: "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";
  readonly dataset?: string;
  readonly parent?: RunInfo;
}

/** As many as one batch may hold. */
const BATCH = 1000;

const toPairs = (pairs: Readonly<Record<string, unknown>>) =>
  Object.entries(pairs).map(([key, value]) => ({ key, value: String(value) }));

/** Logs a whole run, ended unless it is said to go on. */
export async function logRun(
  url: string,
  experimentId: string,
  name: string,
  run: RunToLog = {},
): Promise<RunInfo> {
  const { params = {}, metrics = {}, start = Date.now(), stepMs = 1000 } = run;
  const { status = "FINISHED", dataset, parent } = run;
  const tags = { ...run.tags, ...(parent && { "mlflow.parentRunId": parent.run_id }) };
  type Answer = { run: { info: RunInfo } };
  const created = await post<Answer>(url, "runs/create", {
    experiment_id: experimentId,
    run_name: name,
    start_time: start,
    tags: toPairs(tags),
  });
  const { info } = created.run;
  const points = Object.entries(metrics).flatMap(([key, values]) =>
    values.map((value, step) => ({ key, value, step, timestamp: start + step * stepMs })),
  );
  const body = { run_id: info.run_id };
  await post(url, "runs/log-batch", { ...body, params: toPairs(params) });
  for (let from = 0; from < points.length; from += BATCH) {
    await post(url, "runs/log-batch", { ...body, metrics: points.slice(from, from + BATCH) });
  }
  if (dataset !== undefined) {
    const used = { name: dataset, digest: "d1", source_type: "local", source: "file" };
    await post(url, "runs/log-inputs", { ...body, datasets: [{ dataset: used }] });
  }
  if (status !== "RUNNING") {
    const ends = status === "SCHEDULED" ? {} : { end_time: start + 90_000 };
    await post(url, "runs/update", { ...body, status, ...ends });
  }
  return info;
}
