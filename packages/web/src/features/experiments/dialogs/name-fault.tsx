import { MlflowError } from "@mlflow-ts/sdk/client";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { client } from "../../../api/client.ts";
import { closeDialog } from "../../../components/show-dialog.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";

/** Whether a refusal is about the name that was asked for, which it may hold itself. */
export function isNameFault(error: unknown): boolean {
  if (!(error instanceof MlflowError)) return false;
  return (
    error.errorCode === "RESOURCE_ALREADY_EXISTS" ||
    /^(Invalid experiment name|'name')/.test(error.message)
  );
}

/** Why an experiment can't have a name, and who has it, as deleted ones keep theirs. */
export function NameFault({ name, error }: { readonly name: string; readonly error: unknown }) {
  const isTaken = error instanceof MlflowError && error.errorCode === "RESOURCE_ALREADY_EXISTS";
  const holder = useQuery({
    queryKey: ["experiments", "named", name],
    queryFn: ({ signal }) => client.getExperimentByName({ experiment_name: name }, { signal }),
    enabled: isTaken,
    retry: false,
  }).data?.experiment;
  if (!isTaken) return cutText(describeError(error), 300);
  const isDeleted = holder?.lifecycle_stage === "deleted";
  return (
    <>
      {isDeleted ? "A deleted experiment has this name. " : "Another experiment has this name. "}
      {holder !== undefined && (
        <Link
          to="/experiments/$experimentId"
          params={{ experimentId: holder.experiment_id }}
          onClick={closeDialog}
        >
          {isDeleted ? "Open it to restore it" : "Open it"}
        </Link>
      )}
    </>
  );
}
