import type { Run } from "@mlflow-ts/contract";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { Elapsed } from "../../components/elapsed.tsx";
import { MetricNumber } from "../../components/metric-number.tsx";
import { RunStatus } from "../../components/run-status.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { cutText } from "../../format/cut-text.ts";
import { readDouble } from "../../format/metric-value.ts";
import type { Columns } from "./choose-columns.ts";
import { RunEye } from "./run-selection/run-eye.tsx";
import styles from "./runs-table.module.css";

interface RunRowProps {
  readonly run: Run;
  readonly columns: Columns;
  /** Its place in the list, from 0. */
  readonly index: number;
  /** Its colour in the charts, while it is drawn there. */
  readonly color: string | undefined;
  readonly onToggleEye: (runId: string, index: number) => void;
}

/** One run as a row. Polling answers equal objects again, which then are not drawn again. */
export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { run, columns, index, color, onToggleEye } = props;
  const { info, data } = run;
  const metrics = new Map(data.metrics?.map((metric) => [metric.key, metric.value]));
  const params = new Map(data.params?.map((param) => [param.key, param.value]));
  const name = info.run_name || info.run_id;
  return (
    <tr>
      <th scope="row" className={styles["name"]}>
        <RunEye runName={name} color={color} onToggle={() => onToggleEye(info.run_id, index)} />
        <Link
          to="/experiments/$experimentId/runs/$runId"
          params={{ experimentId: info.experiment_id, runId: info.run_id }}
          title={cutText(name, 500)}
        >
          <bdi>{cutText(name, 100)}</bdi>
        </Link>
      </th>
      <td>
        <RunStatus status={info.status} />
      </td>
      <td className={styles["time"]}>
        {info.start_time === undefined ? "–" : <TimeAgo timeMs={info.start_time} />}
      </td>
      <td className={styles["time"]}>
        <Elapsed
          startMs={info.start_time}
          endMs={info.end_time}
          isRunning={info.status === "RUNNING"}
        />
      </td>
      {columns.metrics.map(({ key }, index) => {
        const value = metrics.get(key);
        return (
          <td key={key} className={`${styles["number"]} ${index === 0 ? styles["first"] : ""}`}>
            {value !== undefined && <MetricNumber value={readDouble(value)} isShort />}
          </td>
        );
      })}
      {columns.params.map(({ key, isDiffering }, index) => {
        const value = params.get(key);
        const className = `${index === 0 ? styles["first"] : ""} ${isDiffering ? "" : styles["constant"]}`;
        return (
          <td key={key} className={className}>
            {value !== undefined && (
              <bdi className={styles["value"]} title={cutText(value, 1000)}>
                {cutText(value, 60)}
              </bdi>
            )}
          </td>
        );
      })}
    </tr>
  );
});
