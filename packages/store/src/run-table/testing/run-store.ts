import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contract } from "@mlflow-ts/contract";
import type { SqliteConnection } from "../../db/sqlite-connection.ts";
import { openReader } from "../../db/sqlite-database.ts";
import { createRun } from "../../runs/create-run.ts";
import { logBatch } from "../../runs/log-batch.ts";
import { closeStore, openStore, type Store } from "../../store.ts";

interface NewRun {
  readonly run_name: string;
  readonly start_time?: number;
  readonly user_id?: string;
  readonly parent?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** The values of each metric, step by step, a second apart. */
  readonly metrics?: Readonly<Record<string, readonly number[]>>;
}

const toPairs = (values: Readonly<Record<string, string>> = {}) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

/** A store in a temporary folder, with a reading connection such as a reader thread has. */
export class RunStore {
  readonly store: Store;
  readonly reader: SqliteConnection;
  readonly #folder: string;
  readonly #readers: SqliteConnection[] = [];

  static async open(): Promise<RunStore> {
    const folder = mkdtempSync(join(tmpdir(), "run-table-"));
    const path = join(folder, "mlflow.db");
    return new RunStore(await openStore({ path, artifactRoot: "mlflow-artifacts:/" }), folder);
  }

  private constructor(store: Store, folder: string) {
    this.store = store;
    this.#folder = folder;
    this.reader = this.openReader();
  }

  /** Another reading connection, which has read nothing yet. */
  openReader(): SqliteConnection {
    const reader = openReader(join(this.#folder, "mlflow.db"));
    this.#readers.push(reader);
    return reader;
  }

  /** Starts a run in the experiment "Default", logs what it is to have, and answers its id. */
  async add({ run_name, start_time, user_id, parent, ...values }: NewRun): Promise<string> {
    const tags = parent === undefined ? {} : { "mlflow.parentRunId": parent };
    const { info } = await createRun(
      this.store,
      contract.createRun.request.parse({
        experiment_id: "0",
        run_name,
        start_time,
        user_id,
        tags: toPairs(tags),
      }),
    );
    const metrics = Object.entries(values.metrics ?? {}).flatMap(([key, points]) =>
      points.map((value, step) => ({
        key,
        // As a client sends them: no JSON number is NaN or infinite.
        value: Number.isFinite(value) ? value : String(value),
        timestamp: (start_time ?? 0) + step * 1000,
        step,
      })),
    );
    const { run_id } = info;
    const [params, ownTags] = [toPairs(values.params), toPairs(values.tags)];
    const batch = { run_id, metrics, params, tags: ownTags };
    await logBatch(this.store, contract.logBatch.request.parse(batch));
    return run_id;
  }

  async close(): Promise<void> {
    for (const reader of this.#readers) reader.close();
    await closeStore(this.store);
    rmSync(this.#folder, { recursive: true });
  }
}
