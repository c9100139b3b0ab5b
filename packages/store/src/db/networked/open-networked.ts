import { setTimeout as sleep } from "node:timers/promises";
import type { OpenDatabase } from "../open-database.ts";
import { SchemaError } from "../schema-error.ts";
import { UnreachableError } from "../unreachable-error.ts";
import { createEngine, type Engine, type NetworkedDialect } from "./engine.ts";
import { explain } from "./errors.ts";
import { NetworkedDatabase } from "./networked-database.ts";

export interface NetworkedOptions {
  readonly dialect: NetworkedDialect;
  /** As SQLAlchemy has it: `postgresql://user:password@host:5432/database?sslmode=require`. */
  readonly uri: string;
  /** For searches, histories and charts. */
  readonly readReplicaUri?: string | undefined;
  /** Connections that this process opens at most, of all its threads. */
  readonly maxConnections?: number;
  /** Above this age a connection is not used again. */
  readonly recycleSeconds?: number;
}

/** SQLAlchemy's pool: five connections, and ten more under load. */
const DEFAULT_CONNECTIONS = 15;
const MIN_CONNECTIONS = 5;
/** A database that starts at the same time as its server is there a moment later. */
const PAUSES_MS = [0, 1000, 2000];

/**
 * Connects, and creates MLflow's tables in an empty database.
 *
 * @throws UnreachableError, or SchemaError for a database of another version or program.
 */
export async function openNetworked(options: NetworkedOptions): Promise<OpenDatabase> {
  const { dialect, uri, readReplicaUri: replicaUri, recycleSeconds = 0 } = options;
  const total = Math.max(options.maxConnections ?? DEFAULT_CONNECTIONS, MIN_CONNECTIONS);
  const forReads = Math.floor(total / 5);
  const forSeries = Math.max(1, Math.floor(total / 10));
  // One more listens for what other servers write.
  const forWrites = total - forReads - forSeries - 1;
  const engine = await createEngine(dialect, uri, { size: forWrites, recycleSeconds });
  const target = (size: number) =>
    ({ dialect, uri, replicaUri, limits: { size, recycleSeconds } }) as const;
  try {
    await prepare(engine);
  } catch (error) {
    await engine.end();
    throw error;
  }
  return {
    database: new NetworkedDatabase(engine),
    targets: { reader: target(forReads), series: target(forSeries) },
    readerThreads: 1,
  };
}

async function prepare(engine: Engine): Promise<void> {
  const { isDisconnection } = engine.errors;
  const began = performance.now();
  let reason: unknown;
  for (const pauseMs of PAUSES_MS) {
    await sleep(pauseMs);
    try {
      return await engine.prepareSchema();
    } catch (error) {
      if (error instanceof SchemaError) throw error;
      reason = error;
      if (!isDisconnection(error)) break;
    }
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  const tried = isDisconnection(reason) ? ` (tried ${PAUSES_MS.length} times in ${seconds} s)` : "";
  throw new UnreachableError(`${explain(reason)}${tried}`, { cause: reason });
}
