import { type ChartSearch, readChartSearch } from "../features/charts/chart-search.ts";

/** What the address of a run's or model's page says beyond its id. */
export interface RunSearch extends ChartSearch {
  /** The selected artifact, as `features/artifacts/artifact-place.ts` writes it. */
  readonly artifact?: string;
  /** Which metrics of a run are charted; those of the model without a word. */
  readonly metrics?: "model" | "system";
}

export function readRunSearch(search: Readonly<Record<string, unknown>>): RunSearch {
  const { artifact, metrics } = search;
  return {
    ...(typeof artifact === "string" && artifact !== "" && { artifact }),
    ...((metrics === "model" || metrics === "system") && { metrics }),
    ...readChartSearch(search),
  };
}

const ARTIFACT_TAB = /^artifacts\/(.+)$/s;

/** The artifact that MLflow's address of a run's tab names, such as `artifacts/plots/roc.png`. */
export function artifactOfTab(tab: string | undefined): string | undefined {
  return ARTIFACT_TAB.exec(tab ?? "")?.[1];
}

/** Which metrics MLflow's address of a run's tab means. */
export function metricsOfTab(tab: string | undefined): "model" | "system" | undefined {
  if (tab === "model-metrics") return "model";
  return tab === "system-metrics" ? "system" : undefined;
}
