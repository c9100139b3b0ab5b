import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LifecycleStage } from "../db/tables.ts";
import { attempt, type FileExperiment, type OnProblem } from "./read-experiments.ts";
import { listFolders, readPairs } from "./read-folder.ts";
import { FileStoreError, integerOf, type Pair, readYaml, textOf } from "./read-yaml.ts";

const META = "meta.yaml";

/** A logged model of a file store; its points are read by `readModelMetrics(join(folder, "metrics"))`. */
export interface FileModel {
  readonly folder: string;
  readonly id: string;
  readonly name: string;
  readonly artifactLocation: string;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  readonly updatedMs: number;
  /** The protobuf number of LoggedModelStatus. */
  readonly status: number;
  readonly statusMessage: string | undefined;
  readonly lifecycleStage: LifecycleStage;
  readonly modelType: string | null;
  readonly sourceRunId: string | null;
  readonly params: readonly Pair[];
  readonly tags: readonly Pair[];
}

/** The logged models of an experiment, deleted ones too. */
export function* readModels(
  experiment: FileExperiment,
  onProblem: OnProblem,
): Generator<FileModel> {
  const parent = join(experiment.folder, "models");
  for (const id of listFolders(parent)) {
    const folder = join(parent, id);
    if (!existsSync(join(folder, META))) continue;
    const model = attempt(() => readModel(experiment, folder, id), onProblem);
    if (model) yield model;
  }
}

function readModel(experiment: FileExperiment, folder: string, id: string): FileModel {
  const meta = readYaml(join(folder, META));
  if (textOf(meta, "model_id") !== id || textOf(meta, "experiment_id") !== experiment.id) {
    throw new FileStoreError(`${join(folder, META)} names another model or experiment.`);
  }
  const createdMs = integerOf(meta, "creation_timestamp") ?? 0;
  return {
    folder,
    id,
    name: textOf(meta, "name") ?? id,
    artifactLocation: textOf(meta, "artifact_location") ?? join(folder, "artifacts"),
    createdMs,
    updatedMs: integerOf(meta, "last_updated_timestamp") ?? createdMs,
    status: integerOf(meta, "status") ?? 0,
    statusMessage: textOf(meta, "status_message"),
    lifecycleStage: textOf(meta, "lifecycle_stage") === "deleted" ? "deleted" : "active",
    modelType: textOf(meta, "model_type") ?? null,
    sourceRunId: textOf(meta, "source_run_id") ?? null,
    params: readPairs(join(folder, "params")),
    tags: readPairs(join(folder, "tags")),
  };
}
