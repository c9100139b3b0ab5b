import {
  type Experiment,
  type MetricPoint,
  type Run,
  toExperiment,
  toPoint,
  toRun,
} from "../entities.ts";
import { getExperimentByName, resolveExperimentId } from "./experiments.ts";
import { getConnection } from "./state.ts";

const PAGE = 1000;
const HISTORY_PAGE = 25_000;

export type ViewType = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";

export interface SearchOptions {
  /** In MLflow's search language: `metrics.loss < 0.5 and params.optimizer = 'adam'`. */
  readonly filter?: string;
  /** Such as `metrics.loss ASC`. */
  readonly orderBy?: readonly string[];
  readonly viewType?: ViewType;
  /** All that are found when not given. */
  readonly maxResults?: number;
}

export interface RunSearchOptions extends SearchOptions {
  readonly experimentIds?: readonly string[];
  readonly experimentNames?: readonly string[];
}

/**
 * The runs that a filter finds, through all pages; those of the experiment that was set, when none
 * is named.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a filter or an order that can't be read.
 * @example
 * const [best] = await mlflow.searchRuns({ orderBy: ["metrics.loss ASC"], maxResults: 1 });
 */
export async function searchRuns(options: RunSearchOptions = {}): Promise<Run[]> {
  const { client } = getConnection();
  const experiment_ids = await findExperimentIds(options);
  return readPages(options.maxResults, async (max_results, page_token) => {
    const page = await client.searchRuns({
      experiment_ids,
      ...queryOf(options),
      max_results,
      page_token,
    });
    return { items: (page.runs ?? []).map(toRun), next: page.next_page_token };
  });
}

/** The experiments that a filter finds, through all pages. */
export async function searchExperiments(options: SearchOptions = {}): Promise<Experiment[]> {
  const { client } = getConnection();
  const { viewType: view_type, filter, orderBy } = options;
  return readPages(options.maxResults, async (max_results, page_token) => {
    const query = { view_type, filter, order_by: orderBy && [...orderBy], max_results, page_token };
    const page = await client.searchExperiments(query);
    return { items: (page.experiments ?? []).map(toExperiment), next: page.next_page_token };
  });
}

/** @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none. */
export async function getRun(runId: string): Promise<Run> {
  const { run } = await getConnection().client.getRun({ run_id: runId });
  return toRun(run);
}

/** Marks a run as deleted; it can be restored. */
export async function deleteRun(runId: string): Promise<void> {
  await getConnection().client.deleteRun({ run_id: runId });
}

/** Every point of one metric of a run, in MLflow's order: time, step, value. */
export async function getMetricHistory(runId: string, key: string): Promise<MetricPoint[]> {
  const { client } = getConnection();
  return readPages(undefined, async (_room, page_token) => {
    const page = await client.getMetricHistory({
      run_id: runId,
      metric_key: key,
      max_results: HISTORY_PAGE,
      page_token,
    });
    return { items: (page.metrics ?? []).map(toPoint), next: page.next_page_token };
  });
}

async function findExperimentIds(options: RunSearchOptions): Promise<string[]> {
  const { experimentIds, experimentNames } = options;
  if (experimentIds === undefined && experimentNames === undefined) {
    return [await resolveExperimentId()];
  }
  const named = await Promise.all((experimentNames ?? []).map(getExperimentByName));
  return [...(experimentIds ?? []), ...named.flatMap((one) => one?.experimentId ?? [])];
}

function queryOf({ filter, orderBy, viewType }: SearchOptions) {
  return { filter, order_by: orderBy && [...orderBy], run_view_type: viewType };
}

interface Page<Item> {
  readonly items: Item[];
  readonly next: string | undefined;
}

async function readPages<Item>(
  maxResults: number | undefined,
  read: (maxResults: number, token: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  let token: string | undefined;
  do {
    const room = (maxResults ?? Infinity) - found.length;
    const page = await read(Math.min(room, PAGE), token);
    found.push(...page.items);
    token = page.next === "" ? undefined : page.next;
  } while (token !== undefined && found.length < (maxResults ?? Infinity));
  return found;
}
