import type { Queries } from "../db/database.ts";
import { createEngine, type Engine } from "../db/networked/engine.ts";
import { indexForSearches } from "../db/index-for-searches.ts";
import { openReader } from "../db/sqlite-database.ts";
import { seriesCacheOf } from "../series/series-cache.ts";
import type { ReadTarget } from "../db/read-target.ts";
import { type ReadName, type ReadRequest, type Reads, reads } from "./reads.ts";

/** The long reads on connections of their own. */
export interface OpenReads {
  readonly queries: Queries;
  run<Name extends ReadName>(
    name: Name,
    request: ReadRequest<Name>,
  ): Promise<Awaited<ReturnType<Reads[Name]>>>;
  /** What nobody waits for, once no read came for a while. */
  readonly tidyUp?: () => Promise<void>;
  close(): Promise<void>;
}

/** Name, request and answer were paired by their types where the read was asked for. */
type AnyRead = (queries: unknown, request: unknown, connection: unknown) => never;

export async function openReads(target: ReadTarget): Promise<OpenReads> {
  if (target.dialect !== "sqlite") {
    const { networkedReads } = await import("./networked-reads.ts");
    const { ReadReplica } = await import("../db/networked/read-replica.ts");
    const { dialect, uri, replicaUri, limits } = target;
    const primary = await createEngine(dialect, uri, limits);
    const replica =
      replicaUri === undefined
        ? undefined
        : new ReadReplica(await createEngine(dialect, replicaUri, limits), primary);
    // The first read then finds a connection.
    primary.read
      .selectFrom("alembic_version")
      .select("version_num")
      .execute()
      .catch(() => {});
    const { reads: ownReads, save } = networkedReads(dialect);
    return {
      queries: primary.read,
      run: async (name, request) => {
        const read = async (engine: Engine) =>
          (ownReads[name] as unknown as AnyRead)(engine.read, request, undefined);
        const isWrite = name === "keepSeries";
        return replica === undefined || isWrite ? read(primary) : replica.read(read);
      },
      tidyUp: () => save(primary.read),
      close: async () => {
        await replica?.end();
        await primary.end();
      },
    };
  }
  const connection = openReader(target.path);
  let last: Promise<unknown> = Promise.resolve();
  return {
    queries: connection.queries,
    // One after the other: there is one connection.
    run: (name, request) => {
      const next: Promise<never> = last.then(() =>
        (reads[name] as AnyRead)(connection.queries, request, connection),
      );
      last = next.catch(() => {});
      return next;
    },
    tidyUp: async () => {
      seriesCacheOf(connection).save();
      indexForSearches(connection);
    },
    close: async () => connection.close(),
  };
}
