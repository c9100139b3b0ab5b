import type { RunTableRow } from "@mlflow-ts/contract";
import { Elapsed } from "../../../components/elapsed.tsx";
import { MetricNumber } from "../../../components/metric-number.tsx";
import { RunStatus } from "../../../components/run-status.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { readDouble, type WireDouble } from "../../../format/metric-value.ts";
import { formatExactTime, formatRelative } from "../../../format/time.ts";
import { silentFor } from "../rows/silence.ts";
import type { Attribute, Column } from "../table/column.ts";
import styles from "./runs-grid.module.css";

interface RunCellProps {
  readonly run: RunTableRow;
  readonly column: Column;
  readonly value: number | string | null | undefined;
  /** The best value of the column among the runs found. */
  readonly best: number | undefined;
  readonly now: number;
}

/** What a run has in a column. */
export function RunCell({ run, column, value, best, now }: RunCellProps) {
  if (column.kind === "attribute")
    return <AttributeCell run={run} attribute={column.key} now={now} />;
  if (value === undefined || value === null) return null;
  if (column.kind !== "metric") return <ShortText text={String(value)} />;
  const number = readDouble(value as WireDouble); // a metric's cell holds no other text than NaN
  const isBest = number === best;
  return (
    <span className={isBest ? styles["best"] : undefined} title={isBest ? "Best" : undefined}>
      {isBest && <span className="visually-hidden">Best: </span>}
      <MetricNumber value={number} isShort />
    </span>
  );
}

function ShortText({ text }: { readonly text: string }) {
  return (
    <bdi className={styles["text"]} title={cutText(text, 1000)}>
      {cutText(text, 120)}
    </bdi>
  );
}

interface AttributeCellProps {
  readonly run: RunTableRow;
  readonly attribute: Attribute;
  readonly now: number;
}

function AttributeCell({ run, attribute, now }: AttributeCellProps) {
  const { start_time: start, end_time: end } = run;
  switch (attribute) {
    case "status":
      return <RunStatus status={run.status} silentMs={silentFor(run, now)} />;
    case "started":
      return start === undefined ? null : (
        <time title={formatExactTime(start)}>{formatRelative(start, now)}</time>
      );
    case "duration":
      return <Elapsed startMs={start} endMs={end} isRunning={run.status === "RUNNING"} />;
    case "user":
      return run.user === undefined ? null : <ShortText text={run.user} />;
    case "source":
      return run.source === undefined ? null : (
        <bdi className={styles["text"]} title={cutText(run.source, 1000)}>
          {cutText(run.source.split("/").at(-1) ?? run.source, 120)}
        </bdi>
      );
    case "dataset":
      return <ShortText text={(run.datasets ?? []).map(({ name }) => name).join(", ")} />;
    case "model":
      return <ShortText text={(run.models ?? []).map(({ name }) => name).join(", ")} />;
    case "id":
      return <code>{run.run_id}</code>;
  }
}
