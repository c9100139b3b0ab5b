import type { Experiment, Run } from "@mlflow-ts/contract";
import type { TrackingClient } from "./tracking.ts";

export type ViewType = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";

const PAGE = 1000;

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
