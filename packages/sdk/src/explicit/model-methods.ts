import { findArtifacts } from "../artifacts/artifact-place.ts";
import { type FileInfo, type LoggedModel, toLoggedModel, toPairs } from "../entities.ts";
import { toParamValue } from "../logging/check-entry.ts";
import { readPages } from "../pages.ts";
import { ArtifactMethods } from "./artifact-methods.ts";

const PAGE = 100;

/** What a logged model is created with. */
export interface CreateModelOptions {
  /** The server makes one when not given. */
  readonly name?: string;
  /** The run that makes it. */
  readonly sourceRunId?: string;
  /** A word of your own to find models of a kind by. */
  readonly modelType?: string;
  /** Params of the model, as texts; objects as JSON. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Tags of the model. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What a search for logged models looks for, and how much of it. */
export interface ModelSearchOptions {
  /** Such as `metrics.accuracy > 0.9 and name = 'digits'`. */
  readonly filter?: string;
  /** Such as `{ field: "creation_time", ascending: false }`; ascending when not given. */
  readonly orderBy?: readonly { readonly field: string; readonly ascending?: boolean }[];
  /** All that are found when not given. */
  readonly maxResults?: number;
}

/** What `MlflowClient` does with logged models. */
export class ModelMethods extends ArtifactMethods {
  /**
   * Creates a logged model, pending until `finalizeLoggedModel`.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST for an unknown experiment.
   */
  async createLoggedModel(
    experimentId: string,
    options: CreateModelOptions = {},
  ): Promise<LoggedModel> {
    const { model } = await this.rest.createLoggedModel({
      experiment_id: experimentId,
      name: options.name,
      source_run_id: options.sourceRunId,
      model_type: options.modelType,
      params: toParams(options.params),
      tags: toPairs(options.tags),
    });
    return toLoggedModel(model);
  }

  /**
   * A logged model by its ID, with its params, tags and metrics.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
   */
  async getLoggedModel(modelId: string): Promise<LoggedModel> {
    return toLoggedModel((await this.rest.getLoggedModel({ model_id: modelId })).model);
  }

  /**
   * Says that a model's files are there, or that they could not be stored.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such model.
   */
  async finalizeLoggedModel(
    modelId: string,
    status: "READY" | "UPLOAD_FAILED" = "READY",
  ): Promise<LoggedModel> {
    const request = { model_id: modelId, status: `LOGGED_MODEL_${status}` } as const;
    return toLoggedModel((await this.rest.finalizeLoggedModel(request)).model);
  }

  /**
   * Marks a logged model as deleted; searches find it no more.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
   */
  async deleteLoggedModel(modelId: string): Promise<void> {
    await this.rest.deleteLoggedModel({ model_id: modelId });
  }

  /**
   * The logged models of some experiments that a filter finds, through all pages.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a filter or an order that can't be read.
   */
  searchLoggedModels(
    experimentIds: readonly string[],
    options: ModelSearchOptions = {},
  ): Promise<LoggedModel[]> {
    const order_by = (options.orderBy ?? []).map(({ field, ascending }) => ({
      field_name: field,
      ascending,
    }));
    const read = async (max_results: number, page_token: string | undefined) => {
      const page = await this.rest.searchLoggedModels({
        experiment_ids: [...experimentIds],
        filter: options.filter,
        order_by,
        max_results,
        page_token,
      });
      return { items: (page.models ?? []).map(toLoggedModel), next: page.next_page_token };
    };
    return readPages(options.maxResults, read, PAGE);
  }

  /**
   * Sets tags of a logged model; a later value replaces one.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such model.
   */
  async setLoggedModelTags(modelId: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.rest.setLoggedModelTags({ model_id: modelId, tags: toPairs(tags) });
  }

  /**
   * Removes a tag of a logged model.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such model, or it has no such tag.
   */
  async deleteLoggedModelTag(modelId: string, key: string): Promise<void> {
    await this.rest.deleteLoggedModelTag({ model_id: modelId, tag_key: key });
  }

  /**
   * Logs params of a logged model, as texts; objects as JSON.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE when the model has another value for one of them;
   * RESOURCE_DOES_NOT_EXIST when there is no such model.
   */
  async logModelParams(modelId: string, params: Readonly<Record<string, unknown>>): Promise<void> {
    await this.rest.logLoggedModelParams({ model_id: modelId, params: toParams(params) });
  }

  /**
   * The files and folders in a folder of a logged model.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such model.
   */
  listLoggedModelArtifacts(modelId: string, path = ""): Promise<FileInfo[]> {
    return findArtifacts(`models:/${modelId}`, this.connection).place.list(path);
  }
}

function toParams(params: Readonly<Record<string, unknown>> | undefined) {
  return Object.entries(params ?? {}).map(([key, value]) => ({ key, value: toParamValue(value) }));
}
