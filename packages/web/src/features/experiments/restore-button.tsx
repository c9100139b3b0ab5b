import { Button } from "@mantine/core";
import type { Experiment } from "@mlflow-ts/contract";
import { useMutation } from "@tanstack/react-query";
import { cutText } from "../../format/cut-text.ts";
import { describeError } from "../../format/describe-error.ts";
import { restoreExperiment } from "./experiment-changes.ts";

/** Brings a deleted experiment back with its runs. */
export function RestoreButton({ experiment }: { readonly experiment: Experiment }) {
  const restore = useMutation({ mutationFn: () => restoreExperiment(experiment) });
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Restore ${cutText(experiment.name, 80)}`}
        onClick={() => !restore.isPending && restore.mutate()}
      >
        Restore
      </Button>
      {restore.error !== null && (
        <span role="alert"> {cutText(describeError(restore.error), 200)}</span>
      )}
    </>
  );
}
