import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { Columns } from "./columns.ts";
import { KeptLine, type Reading } from "./kept-line.ts";
import type { ReadAfter } from "./networked-series-cache.ts";
import { idOf, type MetricName } from "./metric-name.ts";
import {
  countPoints,
  findKeptEnd,
  type KeptChunks,
  readKeptChunks,
  readKeptColumns,
  readKeptStretches,
} from "./postgresql-kept-series.ts";
import {
  fromMetric,
  isOf,
  POINTS,
  type PointsRow,
  readPoints,
  readState,
  STATE,
  toColumns,
} from "./postgresql-points.ts";

interface SeriesRow extends PointsRow {
  readonly known_count: number | null;
  readonly state: string;
}

export const readPostgresqlSeries: ReadAfter = async (queries, request) => {
  if (request.isKept) return inSnapshot(queries, (snapshot) => readAfterKept(snapshot, request));
  const { known } = request;
  const count = sql`(select count(*) from metrics
    where ${isOf(request)} and step <= ${known?.lastStep ?? null}::bigint)`;
  const { rows } = await sql<SeriesRow>`
    select ${POINTS},
      case when ${STATE} = ${known?.state ?? ""} then null else ${count} end as known_count,
      ${STATE} as state
    ${fromMetric(request, { after: known?.lastStep })}`.execute(queries);
  return {
    added: toColumns(rows[0]),
    knownCount: rows[0]?.known_count ?? undefined,
    state: rows[0]?.state,
  };
};

/** What is kept is not read row by row, nor counted. */
const readAfterKept: ReadAfter = async (queries, { runId, key, known }) => {
  const metric = { runId, key };
  const state = await readState(queries);
  if (known === undefined) {
    const { columns, lastStep } = await readKeptColumns(queries, metric);
    columns.add(await readPoints(queries, metric, { after: lastStep }));
    return { added: columns, knownCount: undefined, state };
  }
  if (known.state === state) return { added: new Columns(), knownCount: undefined, state };
  const kept = await findKeptEnd(queries, metric, known.lastStep);
  const others = await countPoints(queries, metric, {
    after: kept.lastStep,
    upTo: known.lastStep,
  });
  const added = await readPoints(queries, metric, { after: known.lastStep });
  return { added, knownCount: kept.count + others, state };
};

/** What was read of a metric, for as long as nobody writes to the database. */
interface KnownLine {
  readonly state: string | undefined;
  readonly kept: KeptChunks;
  readonly line: KeptLine;
}

/** Metrics whose lines are remembered, at 10 MB for a million points. */
const MAX_KNOWN = 10;

/** Reads metrics along their steps, of whose kept points few are read. */
export class KeptLineReader {
  readonly #known = new Map<string, KnownLine>();

  /** Nothing where nothing can be read of what is kept. */
  read<Answer>(
    queries: Queries,
    metric: MetricName,
    ask: (line: KeptLine) => Reading<Answer>,
  ): Promise<Answer | undefined> {
    return inSnapshot(queries, async (snapshot) => {
      const found = await this.#readLine(snapshot, metric);
      if (found === undefined) return undefined;
      const { needed, columns, toAnswer } = ask(found.line);
      const [values = new Float64Array(), times] = await readKeptStretches(
        snapshot,
        metric,
        found.kept,
        needed,
        columns,
      );
      return toAnswer(values, times);
    });
  }

  async #readLine(queries: Queries, metric: MetricName): Promise<KnownLine | undefined> {
    const id = idOf(metric);
    const state = await readState(queries);
    const known = this.#known.get(id);
    if (known !== undefined && known.state === state) return known;
    this.#known.delete(id);
    const kept = await readKeptChunks(queries, metric);
    if (kept.count === 0) return undefined;
    const tail = await readPoints(queries, metric, { after: kept.lastStep });
    tail.sort();
    const summaries = kept.chunks.map(({ summary }) => summary);
    const found = { state, kept, line: new KeptLine(summaries, tail) };
    this.#known.set(id, found);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    return found;
  }
}

function inSnapshot<Result>(
  queries: Queries,
  work: (snapshot: Queries) => Promise<Result>,
): Promise<Result> {
  return queries.transaction().setIsolationLevel("repeatable read").execute(work);
}
