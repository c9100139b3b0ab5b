import type { Run } from "@mlflow-ts/contract";
import { LongText } from "../../../components/long-text.tsx";
import { Notice } from "../../../components/notice.tsx";
import { formatDuration, formatExactTime } from "../../../format/time.ts";
import type { RunMetrics } from "../get-run-metrics.ts";
import { describeBroken, describeEnd, describeLastStep } from "./describe-end.ts";
import { readError, type RunError } from "./read-error.ts";
import { RestoreRun } from "./restore-run.tsx";
import styles from "./run-outcome.module.css";

interface RunOutcomeProps {
  readonly run: Run;
  /** Undefined until it is there. */
  readonly metrics: RunMetrics | undefined;
  /** How long a run that should go on has not been heard of. */
  readonly silentMs: number | undefined;
}

const FINDINGS_SHOWN = 5;

/** Says first what a reader must know before the figures: how it went wrong, and where. */
export function RunOutcome({ run, metrics, silentMs }: RunOutcomeProps) {
  const { info, data } = run;
  const error = readError(data);
  const findings = describeBroken(metrics?.byKey.values() ?? []);
  const end = [describeEnd(info), describeLastStep(data.metrics ?? []) ?? "No metric was logged"];
  return (
    <>
      {info.lifecycle_stage === "deleted" && (
        <Notice
          tone="warn"
          title="This run is deleted"
          actions={<RestoreRun runId={info.run_id} />}
        >
          It no longer stands in the list of runs, and nothing can be logged to it.
        </Notice>
      )}
      {info.status === "FAILED" && (
        <Notice tone="bad" title="This run failed">
          {error !== undefined && <ErrorText error={error} />}
          <Facts facts={[...end, ...findings]} />
        </Notice>
      )}
      {info.status === "KILLED" && (
        <Notice tone="plain" title="This run was killed">
          {error !== undefined && <ErrorText error={error} />}
          <Facts facts={[...end, ...findings]} />
        </Notice>
      )}
      {silentMs !== undefined && (
        <Notice tone="warn" title={`No signal for ${formatDuration(inMinutes(silentMs))}`}>
          <p>
            This run is still said to be running. Its program may have been killed before it could
            say so, or it is busy with something that logs nothing.
          </p>
          <Facts facts={[...describeSilence(run, metrics), ...findings]} />
        </Notice>
      )}
      {["FINISHED", "RUNNING", "SCHEDULED"].includes(info.status) &&
        silentMs === undefined &&
        findings.length > 0 && (
          <Notice tone="warn" title="NaN or infinity was logged">
            <Facts facts={findings} />
          </Notice>
        )}
    </>
  );
}

function describeSilence({ data }: Run, metrics: RunMetrics | undefined): string[] {
  const time = metrics?.last_metric_time;
  return [
    describeLastStep(data.metrics ?? []) ?? "No metric was logged so far",
    ...(time === undefined ? [] : [`That was at ${formatExactTime(time)}`]),
  ];
}

const MINUTE_MS = 60_000;
const inMinutes = (ms: number) => Math.floor(ms / MINUTE_MS) * MINUTE_MS;

function Facts({ facts }: { readonly facts: readonly string[] }) {
  const rest = facts.length - FINDINGS_SHOWN;
  return (
    <ul className={styles["facts"]}>
      {facts.slice(0, FINDINGS_SHOWN).map((fact) => (
        <li key={fact}>{fact}.</li>
      ))}
      {rest > 0 && <li>And {rest} more, as the table of metrics shows.</li>}
    </ul>
  );
}

function ErrorText({ error }: { readonly error: RunError }) {
  return (
    <div className={styles["error"]}>
      <p className={styles["message"]}>
        <LongText text={error.message} title="Error" maxLength={400} />
      </p>
      {error.details !== undefined && (
        <details>
          <summary>Details</summary>
          <pre className={styles["details"]} tabIndex={0} aria-label="Details of the error">
            {error.details}
          </pre>
        </details>
      )}
    </div>
  );
}
