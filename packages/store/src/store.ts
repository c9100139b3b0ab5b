import type { Database } from "./db/database.ts";
import { prepareSchema } from "./db/prepare-schema.ts";
import { SqliteDatabase } from "./db/sqlite-database.ts";
import { createDefaultExperiment } from "./experiments/queries.ts";
import { type Reader, ReaderPool } from "./reader/reader-pool.ts";
import { SeriesKeeper } from "./series/series-keeper.ts";

const READER_THREADS = 2;

/** What the store's operations need: where rows live, and where new experiments keep artifacts. */
export interface Store {
  readonly database: Database;
  /** For long reads, beside the writer. */
  readonly reader: Reader;
  /** For metrics as charts show them; one thread, as it keeps what it has read. */
  readonly seriesReader: Reader;
  /** Told of each point that is logged. */
  readonly seriesKeeper: SeriesKeeper;
  /** A URI or path without a trailing slash; experiment 7 gets `<root>/7`. */
  readonly artifactRoot: string;
  /** The folders of this machine, absolute, in which an experiment may keep artifacts. */
  readonly localArtifactRoots: readonly string[];
  /** MLflow: over-long param and tag values are cut unless MLFLOW_TRUNCATE_LONG_VALUES is false. */
  readonly truncateLongValues: boolean;
}

/**
 * Opens an SQLite file as a store, making it when it is not there.
 *
 * @example
 * const store = await openStore({ path: "mlflow.db", artifactRoot: "mlflow-artifacts:" });
 *
 * @throws SchemaError when the file is a database of another version or program.
 */
export async function openStore(options: {
  path: string;
  artifactRoot: string;
  localArtifactRoots?: readonly string[];
  truncateLongValues?: boolean;
}): Promise<Store> {
  const database = new SqliteDatabase(options.path);
  const reader = new ReaderPool(options.path, { limit: READER_THREADS, kept: 1 });
  const store: Store = {
    database,
    reader,
    seriesReader: new ReaderPool(options.path, { limit: 1, kept: 0 }),
    seriesKeeper: new SeriesKeeper(reader),
    artifactRoot: options.artifactRoot.replace(/\/+$/, ""),
    localArtifactRoots: options.localArtifactRoots ?? [],
    truncateLongValues: options.truncateLongValues ?? true,
  };
  try {
    await prepareSchema(database);
    await createDefaultExperiment(store);
    reader.warmUp();
  } catch (error) {
    await database.close();
    throw error;
  }
  return store;
}

/** @throws when the database can't be read. */
export async function checkDatabase({ database }: Store): Promise<void> {
  await database.read.selectFrom("experiments").select("experiment_id").limit(1).execute();
}

/** Waits for writes under way, then closes the database. */
export async function closeStore(store: Store): Promise<void> {
  store.seriesKeeper.close();
  await Promise.all([store.reader.close(), store.seriesReader.close()]);
  await store.database.close();
}
