import type { Database } from "./db/database.ts";
import { type NetworkedOptions, openNetworked } from "./db/networked/open-networked.ts";
import type { OpenDatabase } from "./db/open-database.ts";
import { prepareSqliteSchema } from "./db/prepare-sqlite-schema.ts";
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
  readonly seriesKeeper: SeriesKeeper | undefined;
  /** A URI or path without a trailing slash; experiment 7 gets `<root>/7`. */
  readonly artifactRoot: string;
  /** The folders of this machine, absolute, in which an experiment may keep artifacts. */
  readonly localArtifactRoots: readonly string[];
  /** MLflow: over-long param and tag values are cut unless MLFLOW_TRUNCATE_LONG_VALUES is false. */
  readonly truncateLongValues: boolean;
}

/** Where rows live: in an SQLite file, or in a database of a network. */
export type DatabasePlace = { readonly path: string } | { readonly networked: NetworkedOptions };

export type StoreOptions = DatabasePlace & {
  artifactRoot: string;
  localArtifactRoots?: readonly string[];
  truncateLongValues?: boolean;
};

/**
 * Opens a database as a store, making an SQLite file and all tables when they are not there.
 *
 * @example
 * const store = await openStore({ path: "mlflow.db", artifactRoot: "mlflow-artifacts:" });
 *
 * @throws SchemaError when it is a database of another version or program.
 * @throws UnreachableError when there is no connection to it.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { database, targets, readerThreads } = await openDatabase(options);
  const reader = new ReaderPool(targets.reader, { limit: readerThreads, kept: 1 });
  const store: Store = {
    database,
    reader,
    seriesReader: new ReaderPool(targets.series, { limit: 1, kept: 0 }),
    // MySQL keeps none.
    seriesKeeper: database.dialect === "mysql" ? undefined : new SeriesKeeper(reader),
    artifactRoot: options.artifactRoot.replace(/\/+$/, ""),
    localArtifactRoots: options.localArtifactRoots ?? [],
    truncateLongValues: options.truncateLongValues ?? true,
  };
  try {
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

async function openDatabase(place: DatabasePlace): Promise<OpenDatabase> {
  if ("path" in place) return openSqlite(place.path);
  return openNetworked(place.networked);
}

async function openSqlite(path: string): Promise<OpenDatabase> {
  const database = new SqliteDatabase(path);
  try {
    await prepareSqliteSchema(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  const target = { dialect: "sqlite", path } as const;
  return { database, targets: { reader: target, series: target }, readerThreads: READER_THREADS };
}

/** Waits for writes under way, then closes the database. */
export async function closeStore(store: Store): Promise<void> {
  store.seriesKeeper?.close();
  await Promise.all([store.reader.close(), store.seriesReader.close()]);
  await store.database.close();
}
