import type { Experiment, LoggedModel, Metric, Run } from "@mlflow-ts/contract";
import type { TrackingClient } from "./tracking.ts";

export type ViewType = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";

const PAGE = 1000;
const MODELS_PAGE = 50;
const HISTORY_PAGE = 25_000;

/** Every experiment, a page at a time. */
export async function* allExperiments(
  client: TrackingClient,
  view_type: ViewType = "ACTIVE_ONLY",
): AsyncGenerator<Experiment> {
  let page_token: string | undefined;
  do {
    const request = { view_type, max_results: PAGE, page_token };
    const page = await client.searchExperiments(request);
    yield* page.experiments ?? [];
    page_token = page.next_page_token;
  } while (page_token);
}

/** Every run of an experiment, the newest first. */
export async function* allRuns(
  client: TrackingClient,
  experimentId: string,
  run_view_type: ViewType = "ACTIVE_ONLY",
): AsyncGenerator<Run> {
  let page_token: string | undefined;
  do {
    const page = await client.searchRuns({
      experiment_ids: [experimentId],
      run_view_type,
      max_results: PAGE,
      page_token,
    });
    yield* page.runs ?? [];
    page_token = page.next_page_token;
  } while (page_token);
}

/** Every logged model of an experiment that is not deleted. */
export async function* allLoggedModels(
  client: TrackingClient,
  experimentId: string,
): AsyncGenerator<LoggedModel> {
  let page_token: string | undefined;
  do {
    const request = { experiment_ids: [experimentId], max_results: MODELS_PAGE, page_token };
    const page = await client.searchLoggedModels(request);
    yield* page.models ?? [];
    page_token = page.next_page_token;
  } while (page_token);
}

/** A metric's whole history, a page at a time. */
export async function* metricHistory(
  client: TrackingClient,
  run_id: string,
  metric_key: string,
): AsyncGenerator<readonly Metric[]> {
  let page_token: string | undefined;
  do {
    const request = { run_id, metric_key, max_results: HISTORY_PAGE, page_token };
    const page = await client.getMetricHistory(request);
    yield page.metrics ?? [];
    page_token = page.next_page_token;
  } while (page_token);
}
