import type { Run } from "@mlflow-ts/contract";
import { Notice } from "../../components/notice.tsx";
import { formatDuration } from "../../format/time.ts";

/** Says first what a reader must know before the figures: that the run failed, or is deleted. */
export function RunBanner({ run }: { readonly run: Run }) {
  const { status, lifecycle_stage: stage } = run.info;
  return (
    <>
      {stage === "deleted" && (
        <Notice tone="warn" title="This run is deleted">
          It no longer stands in the list of runs, and nothing can be logged to it.
        </Notice>
      )}
      {status === "FAILED" && (
        <Notice tone="bad" title="This run failed">
          {describeEnd(run)}
        </Notice>
      )}
      {status === "KILLED" && (
        <Notice tone="plain" title="This run was killed">
          {describeEnd(run)}
        </Notice>
      )}
    </>
  );
}

function describeEnd({ info, data }: Run): string {
  const metrics = data.metrics ?? [];
  const last = metrics.toSorted((a, b) => Number(b.timestamp) - Number(a.timestamp))[0];
  const end =
    info.end_time === undefined || info.start_time === undefined
      ? "It ended"
      : `It ended ${formatDuration(info.end_time - info.start_time)} after its start`;
  if (last === undefined) return `${end}, before any metric was logged.`;
  return `${end}. The last metric logged was ${last.key} at step ${last.step}.`;
}
