import { Columns } from "./columns.ts";
import type { ReadAfter } from "./networked-series-cache.ts";

const ROWS_AT_ONCE = 2000;

/** Row by row, as MySQL hands over no doubles as bytes. */
export const readSeriesByRows: ReadAfter = async (queries, { runId, key, known }) => {
  const points = queries.selectFrom("metrics").where("run_uuid", "=", runId).where("key", "=", key);
  let added = points.select(["step", "timestamp", "value", "is_nan"]);
  let knownCount = 0;
  if (known !== undefined) {
    added = added.where("step", ">", known.lastStep);
    const { count } = await points
      .where("step", "<=", known.lastStep)
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    knownCount = count;
  }
  const columns = new Columns();
  for await (const { step, timestamp, value, is_nan } of added.stream(ROWS_AT_ONCE)) {
    columns.push(Number(step), Number(timestamp), is_nan ? NaN : value);
  }
  return { added: columns, knownCount, state: undefined };
};
