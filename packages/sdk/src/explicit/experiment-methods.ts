import type { TrackingClient } from "../client.ts";
import type { Connection } from "../connection.ts";
import { type Experiment, toExperiment, toPairs } from "../entities.ts";
import { checkKey, toTagValue } from "../logging/check-entry.ts";
import { MlflowError } from "../mlflow-error.ts";
import { readPages } from "../pages.ts";

/**
 * Which runs or experiments a search looks at: those that are there, those marked as deleted, or
 * both.
 */
export type ViewType = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";

/** What a search looks for, and how much of it. */
export interface SearchOptions {
  /** In MLflow's search language: `metrics.loss < 0.5 and params.optimizer = 'adam'`. */
  readonly filter?: string;
  /** Such as `metrics.loss ASC`. */
  readonly orderBy?: readonly string[];
  /** `ACTIVE_ONLY` when not given. */
  readonly viewType?: ViewType;
  /** All that are found when not given. */
  readonly maxResults?: number;
}

/** What an experiment is created with. */
export interface CreateExperimentOptions {
  /** Where its runs keep artifacts; the server chooses when not given. */
  readonly artifactLocation?: string;
  /** Tags of the experiment. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What `MlflowClient` does with experiments. */
export class ExperimentMethods {
  protected readonly connection: Connection;
  /** Every endpoint of the REST API, with its own request and answer. */
  readonly rest: TrackingClient;

  constructor(connection: Connection) {
    this.connection = connection;
    this.rest = connection.client;
  }

  /**
   * Creates an experiment and answers its ID.
   *
   * @throws MlflowError RESOURCE_ALREADY_EXISTS when the name is taken, by a deleted one too.
   */
  async createExperiment(name: string, options: CreateExperimentOptions = {}): Promise<string> {
    const { artifactLocation: artifact_location, tags } = options;
    const request = { name, artifact_location, tags: toPairs(tags) };
    return (await this.rest.createExperiment(request)).experiment_id;
  }

  /**
   * An experiment by its ID, deleted ones too.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
   */
  async getExperiment(experimentId: string): Promise<Experiment> {
    const { experiment } = await this.rest.getExperiment({ experiment_id: experimentId });
    return toExperiment(experiment);
  }

  /**
   * The experiment of this name, deleted ones too; nothing when there is none.
   *
   * @throws MlflowError what the server refuses, but not that there is none.
   */
  async getExperimentByName(name: string): Promise<Experiment | undefined> {
    try {
      const { experiment } = await this.rest.getExperimentByName({ experiment_name: name });
      return toExperiment(experiment);
    } catch (error) {
      if (error instanceof MlflowError && error.errorCode === "RESOURCE_DOES_NOT_EXIST") return;
      throw error;
    }
  }

  /**
   * The experiments that a filter finds, through all pages.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a filter or an order that can't be read.
   */
  searchExperiments(options: SearchOptions = {}): Promise<Experiment[]> {
    const { viewType: view_type, filter, orderBy = [] } = options;
    return readPages(options.maxResults, async (max_results, page_token) => {
      const query = { view_type, filter, order_by: [...orderBy], max_results, page_token };
      const page = await this.rest.searchExperiments(query);
      return { items: (page.experiments ?? []).map(toExperiment), next: page.next_page_token };
    });
  }

  /**
   * Gives an experiment another name.
   *
   * @throws MlflowError RESOURCE_ALREADY_EXISTS when the name is taken; RESOURCE_DOES_NOT_EXIST
   * when there is no such experiment.
   */
  async renameExperiment(experimentId: string, newName: string): Promise<void> {
    await this.rest.updateExperiment({ experiment_id: experimentId, new_name: newName });
  }

  /**
   * Marks an experiment and its runs as deleted; they can be restored, until `mlflow gc`.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
   */
  async deleteExperiment(experimentId: string): Promise<void> {
    await this.rest.deleteExperiment({ experiment_id: experimentId });
  }

  /**
   * Makes a deleted experiment, and the runs deleted with it, active again.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
   */
  async restoreExperiment(experimentId: string): Promise<void> {
    await this.rest.restoreExperiment({ experiment_id: experimentId });
  }

  /**
   * Sets a tag, as text; a later value replaces it.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be; RESOURCE_DOES_NOT_EXIST
   * when there is no such experiment.
   */
  async setExperimentTag(experimentId: string, key: string, value: unknown): Promise<void> {
    checkKey(key, "key");
    const tag = { key, value: toTagValue(value) };
    await this.rest.setExperimentTag({ experiment_id: experimentId, ...tag });
  }

  /**
   * Removes a tag of an experiment.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such experiment, or it has no such
   * tag.
   */
  async deleteExperimentTag(experimentId: string, key: string): Promise<void> {
    await this.rest.deleteExperimentTag({ experiment_id: experimentId, key });
  }
}
