import { type RawBuilder, sql } from "kysely";
import { perDialect } from "../db/per-dialect.ts";
import { unindexed } from "../db/plan-hints.ts";
import { type OrderOptions, type RunOrder, runOrder } from "../runs/run-order.ts";

const OWN = /^(duration|dataset|model)(?:\s+(asc|desc))?$/i;

const NOW_MS = perDialect({
  sqlite: sql`unixepoch('subsec') * 1000`,
  postgresql: sql`extract(epoch from now()) * 1000`,
  mysql: sql`unix_timestamp(now(3)) * 1000`,
});

/** What a table can be ordered by beyond the search language. */
const OWN_TERMS: Readonly<Record<string, RawBuilder<unknown>>> = {
  // A run that goes on is measured up to now.
  duration: sql`coalesce(runs.end_time,
    case runs.status when 'RUNNING' then ${NOW_MS} end) - runs.start_time`,
  dataset: sql`(select min(dataset.name) from inputs as input
    join datasets as dataset on dataset.dataset_uuid = input.source_id
    where input.destination_type = 'RUN' and input.destination_id = runs.run_uuid
      and ${unindexed(sql.ref("input.source_type"))} = 'DATASET')`,
  model: sql`(select min(model.name) from inputs as output
    join logged_models as model on model.model_id = output.destination_id
    where output.source_type = 'RUN_OUTPUT' and output.source_id = runs.run_uuid
      and output.destination_type = 'MODEL_OUTPUT' and model.lifecycle_stage = 'active')`,
};

/**
 * The order of a table's runs: that of a search, or by one of a table's own columns; runs without a
 * value come last whatever the direction, and what is equal stands as in a search.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE for what is neither.
 */
export function tableOrder(orderBy: readonly string[], options: OrderOptions = {}): RunOrder {
  const [, name = "", direction = "asc"] = OWN.exec(orderBy[0]?.trim() ?? "") ?? [];
  const term = OWN_TERMS[name.toLowerCase()];
  if (term === undefined) return runOrder(orderBy, options);
  const others = runOrder(orderBy.slice(1), options);
  const own = sql`${term} is null, ${term} ${sql.raw(direction.toLowerCase())}`;
  return { joins: others.joins, terms: sql`${own}, ${others.terms}` };
}
