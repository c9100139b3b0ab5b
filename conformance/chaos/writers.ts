import { contentOf, FOLDER, REPLACED_FILE } from "../kill9/files.ts";
import type { Ledger } from "../kill9/ledger.ts";
import type { RetryingClient } from "./retrying-client.ts";

/** Writes something new at each turn, and notes it in the ledger before and after. */
export interface Writer {
  readonly write: (turn: number) => Promise<void>;
  /** Between two turns, as a training computes. */
  readonly pauseMs: number;
}

const KEYS = ["loss", "accuracy", "lr"];
const STEPS_OF_BATCH = 10;
const TRAINING_MS = 80;
/** moto takes some tens of files a second. */
const FILES_MS = 700;

/** 32 writers, which together use every kind of write that a training makes. */
export async function createWriters(client: RetryingClient, ledger: Ledger): Promise<Writer[]> {
  const writers = new Writers(client, ledger);
  const made = [
    ...many(10, (name) => writers.logMetrics(`metrics ${name}`)),
    ...many(8, (name) => writers.logBatches(`batches ${name}`)),
    ...many(6, (name) => writers.logParamsAndTags(`tags ${name}`)),
    ...many(4, (name) => writers.startRuns(`started ${name}`)),
    ...many(3, (name) => writers.uploadFiles(`new-${name}`)),
    writers.replaceFile(),
  ];
  return Promise.all(made);
}

function many<T>(count: number, make: (name: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

class Writers {
  readonly #client: RetryingClient;
  readonly #ledger: Ledger;

  constructor(client: RetryingClient, ledger: Ledger) {
    this.#client = client;
    this.#ledger = ledger;
  }

  async logMetrics(run: string): Promise<Writer> {
    const run_id = await this.#createRun(run);
    return training(async (step) => {
      const acknowledge = this.#ledger.begin([`metric ${run} loss ${step}`]);
      const metric = { run_id, key: "loss", value: step, timestamp: step, step };
      await this.#client.post("runs/log-metric", () => metric);
      acknowledge();
    });
  }

  async logBatches(run: string): Promise<Writer> {
    const run_id = await this.#createRun(run);
    return training(async (turn) => {
      const metrics = KEYS.flatMap((key) =>
        many(STEPS_OF_BATCH, (i) => {
          const step = turn * STEPS_OF_BATCH + i;
          return { key, value: step, timestamp: step, step };
        }),
      );
      const params = [{ key: `p${turn}`, value: `${turn}` }];
      const tags = [{ key: `batch${turn}`, value: "whole" }];
      const acknowledge = this.#ledger.begin([
        ...metrics.map(({ key, step }) => `metric ${run} ${key} ${step}`),
        `param ${run} p${turn}=${turn}`,
        `tag ${run} batch${turn}=whole`,
      ]);
      await this.#client.post("runs/log-batch", () => ({ run_id, metrics, params, tags }));
      acknowledge();
    });
  }

  async logParamsAndTags(run: string): Promise<Writer> {
    const run_id = await this.#createRun(run);
    return training(async (turn) => {
      const acknowledge = this.#ledger.begin([`param ${run} p${turn}=1`]);
      await this.#client.post("runs/log-parameter", () => ({
        run_id,
        key: `p${turn}`,
        value: "1",
      }));
      acknowledge();
      const acknowledgeTag = this.#ledger.beginReplacing(`tag ${run} version`, turn);
      const tag = { run_id, key: "version", value: `${turn}` };
      await this.#client.post("runs/set-tag", () => tag);
      acknowledgeTag();
    });
  }

  async startRuns(prefix: string): Promise<Writer> {
    return training(async (turn) => {
      await this.#createRun(`${prefix} ${turn}`);
    });
  }

  async uploadFiles(prefix: string): Promise<Writer> {
    return {
      pauseMs: FILES_MS,
      write: async (turn) => {
        const name = `${prefix}-${turn}.bin`;
        const acknowledge = this.#ledger.begin([`file ${name}`]);
        await this.#upload(name, 1);
        acknowledge();
      },
    };
  }

  async replaceFile(): Promise<Writer> {
    return {
      pauseMs: FILES_MS,
      write: async (turn) => {
        const acknowledge = this.#ledger.beginReplacing(`file ${REPLACED_FILE}`, turn);
        await this.#upload(REPLACED_FILE, turn);
        acknowledge();
      },
    };
  }

  /** Each attempt is a run of its own, as it may be kept although its answer is lost. */
  async #createRun(run: string): Promise<string> {
    let attempt = 0;
    let acknowledge = () => {};
    const { run: created } = await this.#client.post<{ run: { info: { run_id: string } } }>(
      "runs/create",
      () => {
        const run_name = attempt === 0 ? run : `${run}, again ${attempt}`;
        attempt += 1;
        acknowledge = this.#ledger.begin([`run ${run_name}`]);
        return { experiment_id: "0", run_name };
      },
    );
    acknowledge();
    return created.info.run_id;
  }

  async #upload(name: string, version: number): Promise<void> {
    const path = `/api/2.0/mlflow-artifacts/artifacts/${FOLDER}/${name}`;
    await this.#client.send(path, () => ({ method: "PUT", body: contentOf(name, version) }));
  }
}

function training(write: (turn: number) => Promise<void>): Writer {
  return { pauseMs: TRAINING_MS, write };
}
