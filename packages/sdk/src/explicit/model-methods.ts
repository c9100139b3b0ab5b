import { findArtifacts } from "../artifacts/artifact-place.ts";
import { type FileInfo, type LoggedModel, toLoggedModel, toPairs } from "../entities.ts";
import { toParamValue } from "../logging/check-entry.ts";
import { readPages } from "../pages.ts";
import { ArtifactMethods } from "./artifact-methods.ts";

const PAGE = 100;

export interface CreateModelOptions {
  /** The server makes one when not given. */
  readonly name?: string;
  readonly sourceRunId?: string;
  readonly modelType?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface ModelSearchOptions {
  /** Such as `metrics.accuracy > 0.9 and name = 'digits'`. */
  readonly filter?: string;
  readonly orderBy?: readonly { readonly field: string; readonly ascending?: boolean }[];
  /** All that are found when not given. */
  readonly maxResults?: number;
}

/** What `MlflowClient` does with logged models. */
export class ModelMethods extends ArtifactMethods {
  /** Creates a logged model, pending until `finalizeLoggedModel`. */
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

  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none. */
  async getLoggedModel(modelId: string): Promise<LoggedModel> {
    return toLoggedModel((await this.rest.getLoggedModel({ model_id: modelId })).model);
  }

  /** Says that a model's files are there, or that they could not be stored. */
  async finalizeLoggedModel(
    modelId: string,
    status: "READY" | "UPLOAD_FAILED" = "READY",
  ): Promise<LoggedModel> {
    const request = { model_id: modelId, status: `LOGGED_MODEL_${status}` } as const;
    return toLoggedModel((await this.rest.finalizeLoggedModel(request)).model);
  }

  async deleteLoggedModel(modelId: string): Promise<void> {
    await this.rest.deleteLoggedModel({ model_id: modelId });
  }

  /** The logged models of some experiments that a filter finds, through all pages. */
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

  async setLoggedModelTags(modelId: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.rest.setLoggedModelTags({ model_id: modelId, tags: toPairs(tags) });
  }

  async deleteLoggedModelTag(modelId: string, key: string): Promise<void> {
    await this.rest.deleteLoggedModelTag({ model_id: modelId, tag_key: key });
  }

  /** @throws MlflowError INVALID_PARAMETER_VALUE when the model has another value for one of them. */
  async logModelParams(modelId: string, params: Readonly<Record<string, unknown>>): Promise<void> {
    await this.rest.logLoggedModelParams({ model_id: modelId, params: toParams(params) });
  }

  /** The files and folders in a folder of a logged model. */
  listLoggedModelArtifacts(modelId: string, path = ""): Promise<FileInfo[]> {
    return findArtifacts(`models:/${modelId}`, this.connection).place.list(path);
  }
}

function toParams(params: Readonly<Record<string, unknown>> | undefined) {
  return Object.entries(params ?? {}).map(([key, value]) => ({ key, value: toParamValue(value) }));
}
