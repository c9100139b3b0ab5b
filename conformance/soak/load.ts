import { ask, createRun, post } from "../call.ts";

/** Clients that ask at once. */
const LANES = 16;
const REQUESTS_OF_RUN = 2000;
const FILE = Buffer.alloc(50_000, "a file that is replaced again and again\n");

/**
 * Sends what trainings and those who look at them ask for, until `until`, at most `perSecond`
 * requests; answers how many there were.
 *
 * @throws Error when one is refused.
 */
export async function sendLoad(url: string, until: number, perSecond = Infinity): Promise<number> {
  const lanes = Array.from({ length: LANES }, (_, index) => new Lane(url, index));
  const everyMs = (LANES * 1000) / perSecond;
  const counts = await Promise.all(
    lanes.map(async (lane, index) => {
      let due = performance.now() + (everyMs * index) / LANES;
      let count = 0;
      while (performance.now() < until) {
        const now = performance.now();
        if (due > now) await new Promise((done) => setTimeout(done, due - now));
        // What could not be sent in time is left out: no burst follows a pause.
        due = Math.max(due + everyMs, performance.now());
        await lane.next();
        count += 1;
      }
      return count;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** One client, which logs to one run after the other. */
class Lane {
  readonly #url: string;
  readonly #name: string;
  #runId = "";
  #turn = 0;

  constructor(url: string, index: number) {
    this.#url = url;
    this.#name = `lane ${index}`;
  }

  async next(): Promise<void> {
    const turn = this.#turn++;
    const url = this.#url;
    if (turn % REQUESTS_OF_RUN === 0) {
      if (turn > 0) await post(url, "runs/update", { run_id: this.#runId, status: "FINISHED" });
      this.#runId = await createRun(url, `${this.#name}, from ${turn}`);
      return;
    }
    const run_id = this.#runId;
    switch (turn % 20) {
      case 1:
        await post(url, "runs/search", {
          experiment_ids: ["0"],
          filter: "metrics.loss > 10",
          max_results: 100,
        });
        return;
      case 2:
        await this.#must(
          `/api/2.0/mlflow/metrics/get-history?run_id=${run_id}&metric_key=loss&max_results=1000`,
        );
        return;
      case 3:
        await this.#must(`/api/2.0/mlflow-artifacts/artifacts/soak/${this.#name}.bin`, {
          method: "PUT",
          body: FILE,
        });
        return;
      case 4:
      case 5:
        await post(url, "runs/log-batch", { run_id, metrics: pointsOf(turn), tags: [tagOf(turn)] });
        return;
      default:
        await post(url, "runs/log-metric", {
          run_id,
          key: "loss",
          value: turn,
          timestamp: turn,
          step: turn,
        });
    }
  }

  async #must(path: string, init: RequestInit = {}): Promise<void> {
    const { status } = await ask(this.#url, path, init);
    if (status !== 200) throw new Error(`${path}: ${status}`);
  }
}

function pointsOf(turn: number) {
  return Array.from({ length: 100 }, (_, i) => ({
    key: `metric ${i % 10}`,
    value: i,
    timestamp: turn,
    step: turn * 10 + Math.floor(i / 10),
  }));
}

const tagOf = (turn: number) => ({ key: "turn", value: `${turn}` });
