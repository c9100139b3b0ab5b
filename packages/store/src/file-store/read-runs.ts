import { existsSync } from "node:fs";
import { join } from "node:path";
import type { UsedDataset } from "@mlflow-ts/contract";
import type { LifecycleStage, RunsTable } from "../db/tables.ts";
import { attempt, type FileExperiment, type OnProblem } from "./read-experiments.ts";
import { listFolders, readPairs } from "./read-folder.ts";
import {
  FileStoreError,
  integerOf,
  type Pair,
  pairsOf,
  readYaml,
  textOf,
  type Yaml,
} from "./read-yaml.ts";

const META = "meta.yaml";
const NO_RUNS = new Set(["tags", "datasets", "traces", "models"]);

/** A run of a file store; its points are read by `readRunMetrics(join(folder, "metrics"))`. */
export interface FileRun {
  readonly folder: string;
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly status: RunsTable["status"];
  /** Milliseconds since 1970. */
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly deletedTime: number | undefined;
  readonly lifecycleStage: LifecycleStage;
  readonly artifactUri: string;
  readonly params: readonly Pair[];
  readonly tags: readonly Pair[];
  readonly datasets: readonly UsedDataset[];
  readonly inputModelIds: readonly string[];
  readonly outputModels: readonly { readonly modelId: string; readonly step: number }[];
}

/** The runs of an experiment, deleted ones too. */
export function* readRuns(experiment: FileExperiment, onProblem: OnProblem): Generator<FileRun> {
  for (const id of listFolders(experiment.folder)) {
    const folder = join(experiment.folder, id);
    // Where artifacts lie in the same place, not every folder is a run's.
    if (NO_RUNS.has(id) || !existsSync(join(folder, META))) continue;
    const run = attempt(() => readRun(experiment, folder, id), onProblem);
    if (run) yield run;
  }
}

function readRun(experiment: FileExperiment, folder: string, id: string): FileRun {
  const meta = readYaml(join(folder, META));
  // MLflow: a meta.yaml that names another run or experiment was put there to mislead.
  const named = textOf(meta, "run_id") ?? textOf(meta, "run_uuid");
  if (named !== id || textOf(meta, "experiment_id") !== experiment.id) {
    throw new FileStoreError(`${join(folder, META)} names another run or experiment.`);
  }
  const tags = readPairs(join(folder, "tags"));
  return {
    folder,
    id,
    name: textOf(meta, "run_name") || findTag(tags, "mlflow.runName") || "",
    userId: textOf(meta, "user_id") ?? "",
    status: readStatus(meta),
    startTime: integerOf(meta, "start_time"),
    endTime: integerOf(meta, "end_time"),
    deletedTime: integerOf(meta, "deleted_time"),
    lifecycleStage: textOf(meta, "lifecycle_stage") === "deleted" ? "deleted" : "active",
    artifactUri: textOf(meta, "artifact_uri") ?? join(folder, "artifacts"),
    params: readPairs(join(folder, "params")),
    tags,
    ...readInputs(experiment, folder),
    outputModels: readEdges(join(folder, "outputs")).map((edge) => ({
      modelId: textOf(edge, "source_id") ?? "",
      step: integerOf(edge, "step") ?? 0,
    })),
  };
}

function readInputs(experiment: FileExperiment, folder: string) {
  const edges = readEdges(join(folder, "inputs"));
  const [datasets, inputModelIds]: [UsedDataset[], string[]] = [[], []];
  for (const edge of edges) {
    const id = textOf(edge, "source_id") ?? "";
    if (textOf(edge, "source_type") === "MODEL") inputModelIds.push(id);
    const path = join(experiment.folder, "datasets", id, META);
    if (textOf(edge, "source_type") !== "DATASET" || !/^\w+$/.test(id) || !existsSync(path))
      continue;
    datasets.push({ dataset: readDataset(path), tags: pairsOf(edge, "tags") });
  }
  return { datasets, inputModelIds };
}

function readDataset(path: string): UsedDataset["dataset"] {
  const meta = readYaml(path);
  return {
    name: textOf(meta, "name") ?? "",
    digest: textOf(meta, "digest") ?? "",
    source_type: textOf(meta, "source_type") ?? "",
    source: textOf(meta, "source") ?? "",
    schema: textOf(meta, "schema"),
    profile: textOf(meta, "profile"),
  };
}

function readEdges(folder: string): Yaml[] {
  return listFolders(folder)
    .map((name) => join(folder, name, META))
    .filter((path) => existsSync(path))
    .map(readYaml);
}

/** MLflow: the number of its protobuf enum. */
const STATUSES = ["RUNNING", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;

function readStatus(meta: Yaml): RunsTable["status"] {
  const status = meta["status"];
  return (
    STATUSES.find((name) => name === status) ??
    STATUSES[integerOf(meta, "status") ?? 1] ??
    "RUNNING"
  );
}

function findTag(tags: readonly Pair[], key: string): string | undefined {
  return tags.find((tag) => tag.key === key)?.value;
}
