import type { Experiment } from "@mlflow-ts/contract";
import type { Activity } from "../get-activity.ts";

/** What stands in one line of the list: a folder, or an experiment. */
export type TreeRow = FolderRow | ExperimentRow;

interface Place {
  /** How many folders it stands in. */
  readonly depth: number;
  /** Its place among its siblings, from 1, and how many these are. */
  readonly position: number;
  readonly siblingCount: number;
  readonly label: string;
}

export interface FolderRow extends Place {
  readonly kind: "folder";
  /** The beginning that the names of its experiments share, without the last slash. */
  readonly path: string;
  readonly isOpen: boolean;
  readonly experimentCount: number;
  readonly runningCount: number;
}

export interface ExperimentRow extends Place {
  readonly kind: "experiment";
  readonly experiment: Experiment;
}

interface Folder {
  readonly path: string;
  readonly label: string;
  readonly folders: Map<string, Folder>;
  readonly experiments: { readonly experiment: Experiment; readonly label: string }[];
}

/**
 * The parts of a name between its slashes. A slash that divides nothing stays with the part beside
 * it, so that `/a`, `a/` and `a//b` stay what they are.
 */
export function splitName(name: string): string[] {
  const parts: string[] = [];
  let lead = "";
  for (const part of name.split("/")) {
    if (part === "") {
      lead += "/";
    } else {
      parts.push(lead + part);
      lead = "";
    }
  }
  const last = parts.pop();
  // A name of nothing but slashes has one slash fewer between its empty parts.
  return last === undefined ? [name] : [...parts, last + lead];
}

function makeFolder(path: string, label: string): Folder {
  return { path, label, folders: new Map(), experiments: [] };
}

/** Puts experiments into folders, in the order in which they come. */
function buildTree(experiments: readonly Experiment[]): Folder {
  const root = makeFolder("", "");
  for (const experiment of experiments) {
    const parts = splitName(experiment.name);
    let folder = root;
    for (const part of parts.slice(0, -1)) {
      let next = folder.folders.get(part);
      if (next === undefined) {
        next = makeFolder(folder === root ? part : `${folder.path}/${part}`, part);
        folder.folders.set(part, next);
      }
      folder = next;
    }
    folder.experiments.push({ experiment, label: parts.at(-1) ?? experiment.name });
  }
  return root;
}

/** A folder that holds nothing but another is drawn as one with it. */
function joinSingle(folder: Folder): Folder {
  const [only] = folder.folders.values();
  if (only === undefined || folder.folders.size > 1 || folder.experiments.length > 0) return folder;
  return joinSingle({ ...only, label: `${folder.label}/${only.label}` });
}

interface Sums {
  readonly experimentCount: number;
  readonly runningCount: number;
}

function sumUp(folder: Folder, activity: ReadonlyMap<string, Activity> | undefined): Sums {
  let experimentCount = folder.experiments.length;
  let runningCount = 0;
  for (const { experiment } of folder.experiments) {
    runningCount += activity?.get(experiment.experiment_id)?.running_count ?? 0;
  }
  for (const child of folder.folders.values()) {
    const sums = sumUp(child, activity);
    experimentCount += sums.experimentCount;
    runningCount += sums.runningCount;
  }
  return { experimentCount, runningCount };
}

/**
 * The lines of the list from top to bottom: folders by name, then experiments as they come. What
 * stands in a folder of `folded` is left out.
 */
export function toTreeRows(
  experiments: readonly Experiment[],
  folded: ReadonlySet<string>,
  activity?: ReadonlyMap<string, Activity>,
): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (parent: Folder, depth: number) => {
    const folders = [...parent.folders.values()]
      .map(joinSingle)
      .toSorted((a, b) => a.label.localeCompare(b.label, "en", { numeric: true }));
    const siblingCount = folders.length + parent.experiments.length;
    folders.forEach((folder, index) => {
      const isOpen = !folded.has(folder.path);
      const { path, label } = folder;
      const place = { depth, position: index + 1, siblingCount };
      rows.push({ kind: "folder", path, label, isOpen, ...place, ...sumUp(folder, activity) });
      if (isOpen) add(folder, depth + 1);
    });
    parent.experiments.forEach(({ experiment, label }, index) => {
      const position = folders.length + index + 1;
      rows.push({ kind: "experiment", experiment, label, depth, position, siblingCount });
    });
  };
  add(buildTree(experiments), 0);
  return rows;
}

/** The paths of all folders that an experiment of this name stands in. */
export function foldersOf(name: string): string[] {
  const parts = splitName(name).slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
