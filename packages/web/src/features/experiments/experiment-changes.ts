import type { Experiment } from "@mlflow-ts/contract";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { showToast } from "../../components/toast.tsx";
import { cutText } from "../../format/cut-text.ts";
import { NOTE } from "./experiment-tags.ts";

// Changes of experiments, each with the message that tells of it and, where there is one, the way
// back. They work from wherever they are asked for, also after the dialog that asked has gone.

/** Asks again for everything that shows experiments, also for their runs where these change too. */
async function refresh(experimentId: string, withRuns = false): Promise<void> {
  const keys = [["experiments"], ["experiment", experimentId], ["experiment-activity"]];
  if (withRuns) keys.push(["runs", experimentId]);
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

const shown = (name: string) => cutText(name, 60);

export interface NewExperiment {
  readonly name: string;
  readonly description: string;
  readonly artifactLocation: string;
}

/** @returns the new experiment's id. */
export async function createExperiment(asked: NewExperiment): Promise<string> {
  const { name, description, artifactLocation } = asked;
  const { experiment_id: id } = await client.createExperiment({
    name,
    ...(artifactLocation !== "" && { artifact_location: artifactLocation }),
    tags: description === "" ? [] : [{ key: NOTE, value: description }],
  });
  await refresh(id);
  showToast({ text: `Created “${shown(name)}”` });
  return id;
}

export async function renameExperiment(experiment: Experiment, name: string): Promise<void> {
  const { experiment_id: id, name: oldName } = experiment;
  const rename = async (newName: string) => {
    await client.updateExperiment({ experiment_id: id, new_name: newName });
    await refresh(id);
  };
  await rename(name);
  showToast({
    text: `Renamed “${shown(oldName)}” to “${shown(name)}”`,
    undo: () => rename(oldName),
  });
}

/** Sets a tag, or removes it when the value is undefined. */
async function changeTag(id: string, key: string, value: string | undefined): Promise<void> {
  if (value === undefined) await client.deleteExperimentTag({ experiment_id: id, key });
  else await client.setExperimentTag({ experiment_id: id, key, value });
}

export interface TagChange {
  readonly key: string;
  /** Undefined where there is no such tag. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Changes tags one after another; a refusal leaves those before it changed. */
export async function changeTags(
  experimentId: string,
  changes: readonly TagChange[],
  text: string,
): Promise<void> {
  const done: TagChange[] = [];
  try {
    for (const change of changes) {
      await changeTag(experimentId, change.key, change.to);
      done.push(change);
    }
  } finally {
    await refresh(experimentId);
  }
  showToast({
    text,
    undo: async () => {
      for (const { key, from } of done) await changeTag(experimentId, key, from);
      await refresh(experimentId);
    },
  });
}

export async function deleteExperiment({ experiment_id: id, name }: Experiment): Promise<void> {
  await client.deleteExperiment({ experiment_id: id });
  await refresh(id, true);
  showToast({
    text: `Deleted “${shown(name)}”`,
    undo: async () => {
      await client.restoreExperiment({ experiment_id: id });
      await refresh(id, true);
    },
  });
}

export async function restoreExperiment({ experiment_id: id, name }: Experiment): Promise<void> {
  await client.restoreExperiment({ experiment_id: id });
  await refresh(id, true);
  showToast({ text: `Restored “${shown(name)}”` });
}
