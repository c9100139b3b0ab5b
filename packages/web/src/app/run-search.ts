import { type ChartSearch, readChartSearch } from "../features/charts/chart-search.ts";

/** What the address of a run's or model's page says beyond its id. */
export interface RunSearch extends ChartSearch {
  /** The selected artifact, as `features/artifacts/artifact-place.ts` writes it. */
  readonly artifact?: string;
}

export function readRunSearch(search: Readonly<Record<string, unknown>>): RunSearch {
  const { artifact } = search;
  return {
    ...(typeof artifact === "string" && artifact !== "" && { artifact }),
    ...readChartSearch(search),
  };
}

const ARTIFACT_TAB = /^artifacts\/(.+)$/s;

/** The artifact that MLflow's address of a run's tab names, such as `artifacts/plots/roc.png`. */
export function artifactOfTab(tab: string | undefined): string | undefined {
  return ARTIFACT_TAB.exec(tab ?? "")?.[1];
}
