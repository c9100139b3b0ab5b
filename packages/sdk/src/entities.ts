import type * as wire from "@mlflow-ts/contract";
import type { Integer } from "./logging/check-entry.ts";

/** Where a run is: going on, planned, or ended in one of three ways. */
export type RunStatus = wire.RunStatus;

/** Runs that belong together. */
export interface Experiment {
  /** Decimal digits. */
  readonly experimentId: string;
  /** Unique on a server. */
  readonly name: string;
  /** Below it its runs keep artifacts. */
  readonly artifactLocation: string;
  /** Deleted ones can be restored. */
  readonly lifecycleStage: "active" | "deleted";
  /** Tags by key. */
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly creationTime: Integer | undefined;
  /** Milliseconds since 1970. */
  readonly lastUpdateTime: Integer | undefined;
}

/** What is known of a run, without what was logged to it. */
export interface RunInfo {
  /**
   * 32 hexadecimal digits; of a run begun offline `offline…`, until the server gives it its own.
   */
  readonly runId: string;
  /** Need not be unique. */
  readonly runName: string;
  /** Of the experiment it is in. */
  readonly experimentId: string;
  /** Where it is. */
  readonly status: RunStatus;
  /** Who started it. */
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly startTime: Integer | undefined;
  /** Milliseconds since 1970; nothing while it goes on. */
  readonly endTime: Integer | undefined;
  /** Below it are its artifacts; empty until the server tells it. */
  readonly artifactUri: string;
  /** Deleted ones can be restored. */
  readonly lifecycleStage: "active" | "deleted";
}

/** What was logged to a run. */
export interface RunData {
  /** The latest value of each; infinities come back as the largest double, as MLflow keeps them. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Params by key. */
  readonly params: Readonly<Record<string, string>>;
  /** Tags by key. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A dataset that a run used, and what for: tags such as `mlflow.data.context`. */
export interface DatasetInput {
  /** The dataset: what tells it from others, where it is from, and schema and profile as JSON. */
  readonly dataset: {
    readonly name: string;
    readonly digest: string;
    readonly sourceType: string;
    /** JSON, as are schema and profile. */
    readonly source: string;
    readonly schema: string | undefined;
    readonly profile: string | undefined;
  };
  /** What for, and other tags of the link. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A model that a run made. */
export interface ModelOutput {
  /** Of the logged model. */
  readonly modelId: string;
  /** Of the training, when it was made. */
  readonly step: Integer;
}

/** A run with all that is known of it. */
export interface Run {
  /** Its ID, name, status, times and places. */
  readonly info: RunInfo;
  /** Its latest metrics, params and tags. */
  readonly data: RunData;
  /** The datasets and models that it used. */
  readonly inputs: {
    readonly datasetInputs: readonly DatasetInput[];
    readonly modelInputs: readonly { readonly modelId: string }[];
  };
  /** The models that it made. */
  readonly outputs: { readonly modelOutputs: readonly ModelOutput[] };
}

/** One value of a metric. */
export interface MetricPoint {
  /** The metric's name. */
  readonly key: string;
  /** NaN too; infinities come back as the largest double, as MLflow keeps them. */
  readonly value: number;
  /** A bigint past 2^53. */
  readonly step: Integer;
  /** Milliseconds since 1970. */
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

/** A file or folder among the artifacts of a run or model. */
export interface FileInfo {
  /** Below the run's or model's artifacts. */
  readonly path: string;
  /** Whether it is a folder. */
  readonly isDir: boolean;
  /** Of a file; folders have none. */
  readonly fileSizeBytes: number | undefined;
}

/** Whether the files of a logged model are there. */
export type LoggedModelStatus = "PENDING" | "READY" | "UPLOAD_FAILED" | "UNSPECIFIED";

/** A model as the server knows it; its files are artifacts of its own. */
export interface LoggedModel {
  /** Such as `m-0123456789abcdef`. */
  readonly modelId: string;
  /** Of the experiment it is in. */
  readonly experimentId: string;
  /** Need not be unique. */
  readonly name: string;
  /** A word of its users' own; empty when not given. */
  readonly modelType: string;
  /** The run that made it; empty when none did. */
  readonly sourceRunId: string;
  /** Whether its files are there. */
  readonly status: LoggedModelStatus;
  /** Below it are its files. */
  readonly artifactUri: string;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
  /** Milliseconds since 1970. */
  readonly lastUpdateTime: number;
  /** Params by key. */
  readonly params: Readonly<Record<string, string>>;
  /** Tags by key. */
  readonly tags: Readonly<Record<string, string>>;
  /** The points that measure it. */
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
