import { type MetricPoint, type Run, toPairs, toPoint, toRun } from "../entities.ts";
import type { RunStatus } from "../entities.ts";
import type { Integer } from "../logging/check-entry.ts";
import { serverRunId } from "../logging/create-run.ts";
import { readPages } from "../pages.ts";
import { ExperimentMethods, type SearchOptions } from "./experiment-methods.ts";

const PARENT = "mlflow.parentRunId";
const HISTORY_PAGE = 25_000;

/** What a run is created with. */
export interface CreateRunOptions {
  /** The server makes one up when not given. */
  readonly runName?: string;
  /** Milliseconds since 1970; now when not given. */
  readonly startTime?: Integer;
  /** Tags of the run; `mlflow.user` and `mlflow.source.name` are shown as its user and source. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What `MlflowClient` does with runs. */
export class RunMethods extends ExperimentMethods {
  /**
   * Creates a run, which stays RUNNING until `setTerminated`.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST for an unknown experiment.
   */
  async createRun(experimentId: string, options: CreateRunOptions = {}): Promise<Run> {
    const { run } = await this.rest.createRun({
      experiment_id: experimentId,
      run_name: options.runName,
      user_id: options.tags?.["mlflow.user"],
      start_time: options.startTime ?? Date.now(),
      tags: toPairs(options.tags),
    });
    return toRun(run);
  }

  /**
   * A run by its ID: what is known of it, its latest metrics, params, tags, datasets and models.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
   */
  async getRun(runId: string): Promise<Run> {
    const { run } = await this.rest.getRun({ run_id: serverRunId(runId) });
    return toRun(run);
  }

  /**
   * The run that a run is nested in; nothing when it is in none.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  async getParentRun(runId: string): Promise<Run | undefined> {
    const parent = (await this.getRun(runId)).data.tags[PARENT];
    return parent === undefined ? undefined : this.getRun(parent);
  }

  /**
   * The runs of some experiments that a filter finds, through all pages.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a filter or an order that can't be read.
   */
  searchRuns(experimentIds: readonly string[], options: SearchOptions = {}): Promise<Run[]> {
    const { filter, orderBy = [], viewType: run_view_type } = options;
    return readPages(options.maxResults, async (max_results, page_token) => {
      const page = await this.rest.searchRuns({
        experiment_ids: [...experimentIds],
        filter,
        order_by: [...orderBy],
        run_view_type,
        max_results,
        page_token,
      });
      return { items: (page.runs ?? []).map(toRun), next: page.next_page_token };
    });
  }

  /**
   * Changes a run's status or name.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  async updateRun(
    runId: string,
    change: { readonly status?: RunStatus; readonly name?: string },
  ): Promise<void> {
    const { status, name: run_name } = change;
    await this.rest.updateRun({ run_id: serverRunId(runId), status, run_name });
  }

  /**
   * Ends a run, now unless another time (milliseconds since 1970) is given.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  async setTerminated(
    runId: string,
    status: RunStatus = "FINISHED",
    endTime: Integer = Date.now(),
  ): Promise<void> {
    await this.rest.updateRun({ run_id: serverRunId(runId), status, end_time: endTime });
  }

  /**
   * Marks a run as deleted; it can be restored, until `mlflow gc`.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
   */
  async deleteRun(runId: string): Promise<void> {
    await this.rest.deleteRun({ run_id: serverRunId(runId) });
  }

  /**
   * Makes a deleted run active again.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
   */
  async restoreRun(runId: string): Promise<void> {
    await this.rest.restoreRun({ run_id: serverRunId(runId) });
  }

  /**
   * Every point of one metric of a run, in MLflow's order: time, step, value. None when the run has
   * no such metric.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  getMetricHistory(runId: string, key: string): Promise<MetricPoint[]> {
    const read = async (max_results: number, page_token: string | undefined) => {
      const request = { run_id: serverRunId(runId), metric_key: key, max_results, page_token };
      const page = await this.rest.getMetricHistory(request);
      return { items: (page.metrics ?? []).map(toPoint), next: page.next_page_token };
    };
    return readPages(undefined, read, HISTORY_PAGE);
  }
}
