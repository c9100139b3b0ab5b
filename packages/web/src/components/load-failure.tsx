import { Button } from "@mantine/core";
import { MlflowError } from "@mlflow-ts/sdk/client";
import type { ReactNode } from "react";
import { cutText } from "../format/cut-text.ts";
import { describeError } from "../format/describe-error.ts";
import { Notice } from "./notice.tsx";

interface LoadFailureProps {
  readonly error: unknown;
  /** What could not be loaded, as it stands in a sentence: "the runs". */
  readonly what: string;
  readonly onRetry: () => void;
  readonly actions?: ReactNode;
}

/** Says why something is not shown, and offers to try again. */
export function LoadFailure({ error, what, onRetry, actions }: LoadFailureProps) {
  const isLost = error instanceof MlflowError && error.status === 0;
  return (
    <Notice
      tone="bad"
      title={isLost ? `No connection, so ${what} can't be loaded` : `Could not load ${what}`}
      actions={
        <>
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
          {actions}
        </>
      }
    >
      {cutText(describeError(error), 500)}
    </Notice>
  );
}
