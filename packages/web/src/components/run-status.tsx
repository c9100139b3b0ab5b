import type { RunStatus as Status } from "@mlflow-ts/contract";
import { STATUS_LOOKS, type StatusLook } from "../format/run-status.ts";
import { formatDuration } from "../format/time.ts";
import { CheckIcon, ClockIcon, CrossIcon, StopIcon, WarningIcon } from "./icons.tsx";
import styles from "./run-status.module.css";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface RunStatusProps {
  readonly status: Status;
  /** How long a run that should go on has not been heard of. */
  readonly silentMs?: number | undefined;
}

/** A run's status as an icon and a word. */
export function RunStatus({ status, silentMs }: RunStatusProps) {
  const look = STATUS_LOOKS[status];
  if (silentMs !== undefined) {
    // Past an hour nobody counts the minutes, and the words fit their column.
    const unit = silentMs < HOUR_MS ? MINUTE_MS : HOUR_MS;
    const silence = formatDuration(Math.floor(silentMs / unit) * unit);
    return (
      <span
        className={styles["status"]}
        data-tone="warn"
        title={`${look.word}, but nothing was logged for ${silence}`}
      >
        <WarningIcon size={14} />
        No signal for {silence}
      </span>
    );
  }
  return (
    <span className={styles["status"]} data-tone={look.tone}>
      <StatusIcon tone={look.tone} />
      {look.word}
    </span>
  );
}

function StatusIcon({ tone }: { readonly tone: StatusLook["tone"] }) {
  switch (tone) {
    case "good":
      return <CheckIcon size={14} />;
    case "bad":
      return <CrossIcon size={14} />;
    case "stopped":
      return <StopIcon size={14} />;
    case "waiting":
      return <ClockIcon size={14} />;
    case "live":
      return (
        <svg aria-hidden="true" width="14" height="14" viewBox="0 0 14 14">
          <circle className={styles["ring"]} cx="7" cy="7" r="3.5" />
          <circle cx="7" cy="7" r="3.5" fill="currentColor" />
        </svg>
      );
  }
}
