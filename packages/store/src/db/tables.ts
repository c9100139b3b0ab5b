import type { Int64 } from "@mlflow-ts/contract";
import type { Generated } from "kysely";

/**
 * The tables of MLflow's database that this store reads and writes, column by column.
 * The whole schema stands in `generated/`. Booleans are 0 and 1.
 */
export type LifecycleStage = "active" | "deleted";
export type Bit = 0 | 1;

export interface ExperimentsTable {
  /** MLflow's file store makes ids of 18 digits, which a migrated database keeps. */
  experiment_id: Generated<Int64>;
  name: string;
  artifact_location: string | null;
  lifecycle_stage: LifecycleStage;
  creation_time: Int64 | null;
  last_update_time: Int64 | null;
  workspace: Generated<string>;
}

export interface ExperimentTagsTable {
  key: string;
  value: string | null;
  experiment_id: Int64;
}

export interface RunsTable {
  run_uuid: string;
  name: string | null;
  source_type: string | null;
  source_name: string | null;
  entry_point_name: string | null;
  user_id: string | null;
  status: "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";
  start_time: Int64 | null;
  end_time: Int64 | null;
  source_version: string | null;
  lifecycle_stage: LifecycleStage;
  artifact_uri: string | null;
  experiment_id: Int64;
  deleted_time: Int64 | null;
}

export interface MetricsTable {
  key: string;
  value: number;
  timestamp: Int64;
  run_uuid: string;
  step: Int64;
  is_nan: Bit;
}

export type LatestMetricsTable = MetricsTable;

export interface RunKeyValueTable {
  key: string;
  value: string;
  run_uuid: string;
}

export interface DatasetsTable {
  dataset_uuid: string;
  experiment_id: Int64;
  name: string;
  digest: string;
  dataset_source_type: string;
  dataset_source: string;
  dataset_schema: string | null;
  dataset_profile: string | null;
}

/** Edges between runs, datasets and models: what went into a run and what came out. */
export interface InputsTable {
  input_uuid: string;
  source_type: "DATASET" | "RUN_INPUT" | "RUN_OUTPUT";
  source_id: string;
  destination_type: "RUN" | "MODEL_INPUT" | "MODEL_OUTPUT";
  destination_id: string;
  step: Generated<Int64>;
}

export interface InputTagsTable {
  input_uuid: string;
  name: string;
  value: string;
}

export interface LoggedModelsTable {
  model_id: string;
  experiment_id: Int64;
  name: string;
  artifact_location: string;
  creation_timestamp_ms: number;
  last_updated_timestamp_ms: number;
  /** The protobuf number of LoggedModelStatus. */
  status: number;
  lifecycle_stage: LifecycleStage;
  model_type: string | null;
  source_run_id: string | null;
  status_message: string | null;
}

export interface LoggedModelMetricsTable {
  model_id: string;
  metric_name: string;
  metric_timestamp_ms: Int64;
  metric_step: Int64;
  metric_value: number | null;
  experiment_id: Int64;
  run_id: string;
  dataset_uuid: string | null;
  dataset_name: string | null;
  dataset_digest: string | null;
}

export interface LoggedModelParamsTable {
  model_id: string;
  experiment_id: Int64;
  param_key: string;
  param_value: string;
}

export interface LoggedModelTagsTable {
  model_id: string;
  experiment_id: Int64;
  tag_key: string;
  tag_value: string;
}

export interface Tables {
  alembic_version: { version_num: string };
  workspaces: { name: string; description: string | null };
  experiments: ExperimentsTable;
  experiment_tags: ExperimentTagsTable;
  runs: RunsTable;
  metrics: MetricsTable;
  latest_metrics: LatestMetricsTable;
  params: RunKeyValueTable;
  tags: RunKeyValueTable;
  datasets: DatasetsTable;
  inputs: InputsTable;
  input_tags: InputTagsTable;
  logged_models: LoggedModelsTable;
  logged_model_metrics: LoggedModelMetricsTable;
  logged_model_params: LoggedModelParamsTable;
  logged_model_tags: LoggedModelTagsTable;
}
