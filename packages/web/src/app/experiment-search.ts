import { type ChartSearch, readChartSearch } from "../features/charts/chart-search.ts";
import { stringifySearch } from "./search-text.ts";
import { readRunsSearch, type RunsSearch } from "../features/runs/runs-search.ts";

/** What stands on an experiment's page; its table alone without a word. */
export type ExperimentView = "table" | "both" | "charts";

/** What the address of an experiment's page says beyond its id. */
export interface ExperimentSearch extends RunsSearch, ChartSearch {
  readonly view?: Exclude<ExperimentView, "table">;
}

export function readExperimentSearch(search: Readonly<Record<string, unknown>>): ExperimentSearch {
  const { view } = search;
  return {
    ...readRunsSearch(search),
    ...readChartSearch(search),
    ...((view === "both" || view === "charts") && { view }),
  };
}

/** The whole address of an experiment's page, as one passes it on. */
export function experimentAddress(experimentId: string, search: ExperimentSearch): string {
  const page = `#/experiments/${encodeURIComponent(experimentId)}`;
  return new URL(page + stringifySearch({ ...search }), document.baseURI).href;
}

/** An address without what it says about the table. */
export function withoutRunsSearch(search: ExperimentSearch): ExperimentSearch {
  const { view } = search;
  return { ...readChartSearch({ ...search }), ...(view && { view }) };
}
