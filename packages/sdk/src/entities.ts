import type * as wire from "@mlflow-ts/contract";
import type { Integer } from "./logging/check-entry.ts";

export type RunStatus = wire.RunStatus;

export interface Experiment {
  readonly experimentId: string;
  readonly name: string;
  readonly artifactLocation: string;
  readonly lifecycleStage: "active" | "deleted";
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly creationTime: Integer | undefined;
  readonly lastUpdateTime: Integer | undefined;
}

export interface RunInfo {
  readonly runId: string;
  readonly runName: string;
  readonly experimentId: string;
  readonly status: RunStatus;
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly startTime: Integer | undefined;
  readonly endTime: Integer | undefined;
  readonly artifactUri: string;
  readonly lifecycleStage: "active" | "deleted";
}

export interface RunData {
  /** The latest value of each; infinities come back as the largest double, as MLflow keeps them. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A dataset that a run used, and what for: tags such as `mlflow.data.context`. */
export interface DatasetInput {
  readonly dataset: {
    readonly name: string;
    readonly digest: string;
    readonly sourceType: string;
    /** JSON, as are schema and profile. */
    readonly source: string;
    readonly schema: string | undefined;
    readonly profile: string | undefined;
  };
  readonly tags: Readonly<Record<string, string>>;
}

/** A model that a run made. */
export interface ModelOutput {
  readonly modelId: string;
  readonly step: Integer;
}

export interface Run {
  readonly info: RunInfo;
  readonly data: RunData;
  readonly inputs: {
    readonly datasetInputs: readonly DatasetInput[];
    readonly modelInputs: readonly { readonly modelId: string }[];
  };
  readonly outputs: { readonly modelOutputs: readonly ModelOutput[] };
}

export interface MetricPoint {
  readonly key: string;
  readonly value: number;
  readonly step: Integer;
  readonly timestamp: Integer;
}

export function toExperiment(experiment: wire.Experiment): Experiment {
  return {
    experimentId: experiment.experiment_id,
    name: experiment.name,
    artifactLocation: experiment.artifact_location ?? "",
    lifecycleStage: stageOf(experiment.lifecycle_stage),
    tags: toRecord(experiment.tags),
    creationTime: experiment.creation_time,
    lastUpdateTime: experiment.last_update_time,
  };
}

export function toRun({ info, data, inputs, outputs }: wire.Run): Run {
  return {
    info: toRunInfo(info),
    data: {
      metrics: Object.fromEntries(
        (data.metrics ?? []).map(({ key, value }) => [key, Number(value)]),
      ),
      params: toRecord(data.params),
      tags: toRecord(data.tags),
    },
    inputs: {
      datasetInputs: (inputs?.dataset_inputs ?? []).map(toDatasetInput),
      modelInputs: (inputs?.model_inputs ?? []).map(({ model_id }) => ({ modelId: model_id })),
    },
    outputs: {
      modelOutputs: (outputs?.model_outputs ?? []).map(({ model_id, step }) => ({
        modelId: model_id,
        step: step ?? 0,
      })),
    },
  };
}

function toDatasetInput({ dataset, tags }: wire.UsedDataset): DatasetInput {
  const { name, digest, source_type: sourceType, source, schema, profile } = dataset;
  return {
    dataset: { name, digest, sourceType, source, schema, profile },
    tags: toRecord(tags),
  };
}

export function toRunInfo(info: wire.RunInfo): RunInfo {
  return {
    runId: info.run_id,
    runName: info.run_name ?? "",
    experimentId: info.experiment_id,
    status: info.status,
    userId: info.user_id ?? "",
    startTime: info.start_time,
    endTime: info.end_time,
    artifactUri: info.artifact_uri ?? "",
    lifecycleStage: stageOf(info.lifecycle_stage),
  };
}

export function toPoint({ key, value, step, timestamp }: wire.Metric): MetricPoint {
  return { key, value: Number(value), step, timestamp };
}

function stageOf(stage: string | undefined): "active" | "deleted" {
  return stage === "deleted" ? "deleted" : "active";
}

function toRecord(
  pairs: readonly { key: string; value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((pairs ?? []).map(({ key, value }) => [key, value ?? ""]));
}

/** `path` is below the run's or model's artifacts; folders have no size. */
export interface FileInfo {
  readonly path: string;
  readonly isDir: boolean;
  readonly fileSizeBytes: number | undefined;
}

export type LoggedModelStatus = "PENDING" | "READY" | "UPLOAD_FAILED" | "UNSPECIFIED";

/** A model as the server knows it; its files are artifacts of its own. */
export interface LoggedModel {
  readonly modelId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly modelType: string;
  readonly sourceRunId: string;
  readonly status: LoggedModelStatus;
  readonly artifactUri: string;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: readonly MetricPoint[];
}

export function toFileInfo(file: wire.FileInfo): FileInfo {
  return { path: file.path, isDir: file.is_dir, fileSizeBytes: file.file_size };
}

export function toLoggedModel({ info, data }: wire.LoggedModel): LoggedModel {
  return {
    modelId: info.model_id,
    experimentId: info.experiment_id,
    name: info.name,
    modelType: info.model_type ?? "",
    sourceRunId: info.source_run_id ?? "",
    status: info.status.replace(/^LOGGED_MODEL_(STATUS_)?/, "") as LoggedModelStatus,
    artifactUri: info.artifact_uri,
    creationTime: info.creation_timestamp_ms,
    lastUpdateTime: info.last_updated_timestamp_ms,
    params: toRecord(data.params),
    tags: toRecord(info.tags),
    metrics: (data.metrics ?? []).map(toPoint),
  };
}

/** Pairs as the wire has them. */
export function toPairs(
  record: Readonly<Record<string, string>> | undefined,
): { key: string; value: string }[] {
  return Object.entries(record ?? {}).map(([key, value]) => ({ key, value }));
}
