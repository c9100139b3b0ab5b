import { type ChartSearch, readChartSearch } from "../features/charts/chart-search.ts";

/** What the address of a comparison says. */
export interface CompareSearch extends ChartSearch {
  /** Run ids, divided by commas. */
  readonly runs?: string;
  /** The folder or file that is looked at in all of them. */
  readonly artifact?: string;
}

const MAX_RUNS = 100;
const RUN_ID = /^[0-9a-z_-]+$/i;

export function readCompareSearch(search: Readonly<Record<string, unknown>>): CompareSearch {
  const { artifact } = search;
  const runs = readRunIds(search["runs"]);
  return {
    ...readChartSearch(search),
    ...(runs.length > 0 && { runs: runs.join(",") }),
    ...(typeof artifact === "string" && artifact !== "" && { artifact }),
  };
}

/** Ids divided by commas, or MLflow's list in JSON; each once, the first hundred. */
export function readRunIds(text: unknown): string[] {
  if (typeof text !== "string") return [];
  const ids = text.split(/[\s,"[\]]+/).filter((id) => RUN_ID.test(id));
  return [...new Set(ids)].slice(0, MAX_RUNS);
}
