import { contract } from "@mlflow-ts/contract";
import type { SqliteConnection } from "../../db/sqlite-connection.ts";
import { openReader } from "../../db/sqlite-database.ts";
import { openReads, type OpenReads } from "../../reader/open-reads.ts";
import { createRun } from "../../runs/create-run.ts";
import { logBatch } from "../../runs/log-batch.ts";
import { closeStore, openStore, type Store } from "../../store.ts";
import { readTargetOf } from "../../testing/test-database.ts";
import { openTestStore, type TestStore } from "../../testing/test-store.ts";

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

/** A store on a database of its own, with reading connections such as a reader thread has. */
export class RunStore {
  readonly store: Store;
  readonly reader: OpenReads;
  readonly #opened: TestStore;
  readonly #readers: OpenReads[] = [];
  readonly #connections: SqliteConnection[] = [];

  static async open(): Promise<RunStore> {
    const opened = await openTestStore();
    return new RunStore(opened, await openReads(readTargetOf(opened.database)));
  }

  private constructor(opened: TestStore, reader: OpenReads) {
    this.store = opened.store;
    this.reader = reader;
    this.#opened = opened;
    this.#readers.push(reader);
  }

  /** Others, which have read nothing yet. */
  async openReader(): Promise<OpenReads> {
    const reader = await openReads(readTargetOf(this.#opened.database));
    this.#readers.push(reader);
    return reader;
  }

  /** A server and a reader on the PostgreSQL database with the rights of a role. */
  async openAs(role: string) {
    const uri = new URL(this.#opened.database.uri);
    uri.searchParams.set("options", `-c role=${role}`);
    const networked = { dialect: "postgresql", uri: String(uri), maxConnections: 6 } as const;
    const store = await openStore({ networked, artifactRoot: "mlflow-artifacts:/" });
    const limits = { size: 2, recycleSeconds: 0 };
    const reader = await openReads({ dialect: "postgresql", uri: networked.uri, limits });
    const close = async () => {
      await reader.close();
      await closeStore(store);
    };
    return { store, reader, close };
  }

  /** Of an SQLite file, which has read nothing yet. */
  openConnection(): SqliteConnection {
    const { place } = this.#opened.database;
    if (!("path" in place)) throw new Error("the test's database is no SQLite file");
    const connection = openReader(place.path);
    this.#connections.push(connection);
    return connection;
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
    for (const connection of this.#connections) connection.close();
    for (const reader of this.#readers) await reader.close();
    await this.#opened.remove();
  }
}
