import type { TrackingClient } from "../client.ts";
import type { Connection } from "../connection.ts";
import { type Experiment, toExperiment, toPairs } from "../entities.ts";
import { checkKey, toTagValue } from "../logging/check-entry.ts";
import { MlflowError } from "../mlflow-error.ts";
import { readPages } from "../pages.ts";

/** Which runs or experiments a search looks at. */
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

export interface CreateExperimentOptions {
  /** Where its runs keep artifacts; the server chooses when not given. */
  readonly artifactLocation?: string;
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
   * @throws MlflowError RESOURCE_ALREADY_EXISTS when the name is taken.
   */
  async createExperiment(name: string, options: CreateExperimentOptions = {}): Promise<string> {
    const { artifactLocation: artifact_location, tags } = options;
    const request = { name, artifact_location, tags: toPairs(tags) };
    return (await this.rest.createExperiment(request)).experiment_id;
  }

  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none. */
  async getExperiment(experimentId: string): Promise<Experiment> {
    const { experiment } = await this.rest.getExperiment({ experiment_id: experimentId });
    return toExperiment(experiment);
  }

  /** The experiment of this name, deleted ones too; nothing when there is none. */
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

  async renameExperiment(experimentId: string, newName: string): Promise<void> {
    await this.rest.updateExperiment({ experiment_id: experimentId, new_name: newName });
  }

  /** Marks an experiment and its runs as deleted; they can be restored. */
  async deleteExperiment(experimentId: string): Promise<void> {
    await this.rest.deleteExperiment({ experiment_id: experimentId });
  }

  async restoreExperiment(experimentId: string): Promise<void> {
    await this.rest.restoreExperiment({ experiment_id: experimentId });
  }

  /** Sets a tag, as text; a later value replaces it. */
  async setExperimentTag(experimentId: string, key: string, value: unknown): Promise<void> {
    checkKey(key, "key");
    const tag = { key, value: toTagValue(value) };
    await this.rest.setExperimentTag({ experiment_id: experimentId, ...tag });
  }

  async deleteExperimentTag(experimentId: string, key: string): Promise<void> {
    await this.rest.deleteExperimentTag({ experiment_id: experimentId, key });
  }
}
