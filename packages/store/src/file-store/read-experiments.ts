import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LifecycleStage } from "../db/tables.ts";
import { listFolders, readPairs } from "./read-folder.ts";
import { integerOf, type Pair, readYaml, textOf } from "./read-yaml.ts";

const TRASH = ".trash";
const META = "meta.yaml";

/** An experiment of a file store, and the folder that its runs and models are in. */
export interface FileExperiment {
  readonly folder: string;
  /** Up to 18 digits. */
  readonly id: string;
  readonly name: string;
  readonly artifactLocation: string;
  readonly lifecycleStage: LifecycleStage;
  /** Milliseconds since 1970. */
  readonly creationTime: number | undefined;
  readonly lastUpdateTime: number | undefined;
  readonly tags: readonly Pair[];
}

/** Told about what can't be read; the rest is read all the same. */
export type OnProblem = (message: string) => void;

/**
 * The experiments of a file store as MLflow writes it (`./mlruns`), the deleted ones last.
 *
 * @example
 * for (const experiment of readExperiments("mlruns", console.warn)) console.log(experiment.name);
 */
export function* readExperiments(root: string, onProblem: OnProblem): Generator<FileExperiment> {
  for (const parent of [root, join(root, TRASH)]) {
    for (const id of listFolders(parent)) {
      // Beside them, `models` holds registered models.
      if (!/^\d{1,18}$/.test(id) || !existsSync(join(parent, id, META))) continue;
      const experiment = attempt(() => readExperiment(join(parent, id), id), onProblem);
      if (experiment) yield experiment;
    }
  }
}

function readExperiment(folder: string, id: string): FileExperiment {
  const meta = readYaml(join(folder, META));
  return {
    folder,
    id,
    name: textOf(meta, "name") ?? `experiment_${id}`,
    artifactLocation: textOf(meta, "artifact_location") ?? folder,
    lifecycleStage: textOf(meta, "lifecycle_stage") === "deleted" ? "deleted" : "active",
    creationTime: integerOf(meta, "creation_time"),
    lastUpdateTime: integerOf(meta, "last_update_time"),
    tags: readPairs(join(folder, "tags")),
  };
}

/** Answers what `read` does, or tells why it could not. */
export function attempt<T>(read: () => T, onProblem: OnProblem): T | undefined {
  try {
    return read();
  } catch (error) {
    onProblem(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
