import type { RunTableRow } from "@mlflow-ts/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import tableStyles from "../../../components/data-table.module.css";
import { Elapsed } from "../../../components/elapsed.tsx";
import { MetricNumber } from "../../../components/metric-number.tsx";
import { RunStatus } from "../../../components/run-status.tsx";
import { Section } from "../../../components/section.tsx";
import { TableFrame } from "../../../components/table-frame.tsx";
import { TimeAgo } from "../../../components/time-ago.tsx";
import { useNow } from "../../../components/use-now.ts";
import { countRuns } from "../../../format/count-runs.ts";
import { cutText } from "../../../format/cut-text.ts";
import { readDouble } from "../../../format/metric-value.ts";
import { silentFor } from "../../runs/rows/silence.ts";
import styles from "./child-runs.module.css";
import { childrenFilter, getChildren } from "./get-children.ts";

interface ChildRunsProps {
  readonly experimentId: string;
  readonly runId: string;
}

/** The runs that this one started; nothing of a run without any. */
export function ChildRuns({ experimentId, runId }: ChildRunsProps) {
  const { data } = useQuery(getChildren(experimentId, runId));
  const now = useNow(30_000);
  if (data === undefined || data.rows.length === 0) return null;
  const { rows, keys, run_count: count } = data;
  const ids = rows.map((row) => row.run_id);
  return (
    <Section
      title="Child runs"
      note={count > rows.length ? `the first ${rows.length} of ${count}` : String(count)}
      actions={
        <span className={styles["links"]}>
          {ids.length > 1 && (
            <Link to="/compare" search={{ runs: ids.join(",") }}>
              Compare {count > rows.length ? "these" : "them"}
            </Link>
          )}
          <Link
            to="/experiments/$experimentId"
            params={{ experimentId }}
            search={{ searchFilter: childrenFilter(runId) }}
          >
            Show {countRuns(count)} in the table
          </Link>
        </span>
      }
    >
      <TableFrame name="Child runs">
        <table className={tableStyles["table"]} aria-label="Child runs">
          <thead>
            <tr>
              {["Run", "Status", "Started", "Duration"].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              {keys.map((key) => (
                <th
                  key={key}
                  scope="col"
                  className={tableStyles["number"]}
                  title={cutText(key, 250)}
                >
                  <bdi>{cutText(key, 40)}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ChildRow key={row.run_id} row={row} keys={keys} now={now} />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Section>
  );
}

interface ChildRowProps {
  readonly row: RunTableRow;
  readonly keys: readonly string[];
  readonly now: number;
}

function ChildRow({ row, keys, now }: ChildRowProps) {
  const { run_id: runId, experiment_id: experimentId, start_time: start, end_time: end } = row;
  return (
    <tr>
      <th scope="row">
        <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId, runId }}>
          <bdi>{cutText(row.run_name || runId, 100)}</bdi>
        </Link>
      </th>
      <td className={styles["status"]}>
        <RunStatus status={row.status} silentMs={silentFor(row, now)} />
      </td>
      <td>{start !== undefined && <TimeAgo timeMs={start} />}</td>
      <td className={styles["status"]}>
        <Elapsed startMs={start} endMs={end} isRunning={row.status === "RUNNING"} />
      </td>
      {keys.map((key, place) => {
        const value = row.metrics[place];
        return (
          <td key={key} className={tableStyles["number"]}>
            {value !== null && value !== undefined && (
              <MetricNumber value={readDouble(value)} isShort />
            )}
          </td>
        );
      })}
    </tr>
  );
}
