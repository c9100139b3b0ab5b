import type { Queries } from "../db/database.ts";
import { idOf, type MetricName } from "./metric-name.ts";
import type { KeptSource, SeriesSource } from "./networked-series.ts";
import { checkKept, findKept, keepMoreOnPostgresql } from "./postgresql-kept-series.ts";
import { readState } from "./postgresql-points.ts";
import { KeptLineReader, readPostgresqlSeries } from "./read-postgresql-series.ts";

/** So long what is kept of a metric is not counted again, which takes 50 ms for a million points. */
const CHECK_AGAIN_MS = 10_000;
/** Metrics of which it is known when they were counted. */
const MAX_CHECKED = 10_000;

/** Reads metrics from PostgreSQL, and keeps the long ones as columns there. */
export class PostgresqlSeries implements SeriesSource {
  readonly readAfter = readPostgresqlSeries;
  readonly kept: KeptSource = {
    find: findKept,
    read: (queries, metric, ask) => this.#lines.read(queries, metric, ask),
    note: (metric) => this.#noted.set(idOf(metric), metric),
  };
  readonly #lines = new KeptLineReader();
  readonly #noted = new Map<string, MetricName>();
  readonly #checked = new Map<
    string,
    { readonly at: number; readonly state: string | undefined }
  >();

  /**
   * Once nobody waits: sees whether what is kept of the metrics that were read is true still, and
   * keeps what is long and stands there as rows only.
   */
  async save(queries: Queries): Promise<void> {
    const noted = [...this.#noted];
    this.#noted.clear();
    for (const [id, metric] of noted) {
      const last = this.#checked.get(id);
      if (last !== undefined && performance.now() - last.at < CHECK_AGAIN_MS) continue;
      if (last !== undefined && last.state === (await readState(queries))) continue;
      await checkKept(queries, metric);
      await keepMoreOnPostgresql(queries, metric);
      if (this.#checked.size >= MAX_CHECKED) this.#checked.clear();
      this.#checked.set(id, { at: performance.now(), state: await readState(queries) });
    }
  }
}
