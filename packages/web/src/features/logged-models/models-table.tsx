import type { LoggedModel, Run } from "@mlflow-ts/contract";
import { Link } from "@tanstack/react-router";
import tableStyles from "../../components/data-table.module.css";
import { CopyButton } from "../../components/copy-button.tsx";
import { MetricNumber } from "../../components/metric-number.tsx";
import { TableFrame } from "../../components/table-frame.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { cutText } from "../../format/cut-text.ts";
import { readDouble } from "../../format/metric-value.ts";
import { latestMetrics } from "./latest-metrics.ts";
import { ModelStatus } from "./model-status.tsx";
import styles from "./models-table.module.css";

interface ModelsTableProps {
  readonly models: readonly LoggedModel[];
  /** What the run says of the models that it made, such as the step of each. */
  readonly outputs: Run["outputs"];
}

const METRICS_SHOWN = 3;

/** The logged models of a run, each with its metrics and a link to its own page. */
export function ModelsTable({ models, outputs }: ModelsTableProps) {
  const steps = new Map(
    (outputs?.model_outputs ?? []).map(({ model_id: id, step }) => [id, step ?? 0]),
  );
  return (
    <TableFrame name="Logged models">
      <table className={tableStyles["table"]} aria-label="Logged models">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Status</th>
            <th scope="col" className={tableStyles["number"]}>
              Step
            </th>
            <th scope="col">Metrics</th>
            <th scope="col">Logged</th>
          </tr>
        </thead>
        <tbody>
          {models.map(({ info, data }) => (
            <tr key={info.model_id}>
              <th scope="row">
                <Link
                  to="/experiments/$experimentId/models/$modelId"
                  params={{ experimentId: info.experiment_id, modelId: info.model_id }}
                >
                  <bdi>{cutText(info.name, 120)}</bdi>
                </Link>
                <span className={styles["id"]}>
                  <code>{info.model_id}</code>
                  <CopyButton text={info.model_id} what="model ID" />
                </span>
                {(info.registrations ?? []).map(({ name, version }) => (
                  <span key={`${name} ${version}`} className={styles["registered"]}>
                    registered as {cutText(name, 60)}, version {version}
                  </span>
                ))}
              </th>
              <td>
                <ModelStatus status={info.status} />
                {info.status_message !== undefined && info.status_message !== "" && (
                  <span className={styles["soft"]}>{cutText(info.status_message, 200)}</span>
                )}
              </td>
              <td className={tableStyles["number"]}>{String(steps.get(info.model_id) ?? "–")}</td>
              <td>
                <ModelMetrics metrics={data.metrics ?? []} />
              </td>
              <td>
                <TimeAgo timeMs={info.creation_timestamp_ms} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function ModelMetrics({
  metrics,
}: {
  readonly metrics: NonNullable<LoggedModel["data"]["metrics"]>;
}) {
  const latest = latestMetrics(metrics);
  if (latest.length === 0) return "–";
  const rest = latest.length - METRICS_SHOWN;
  return (
    <ul className={styles["metrics"]}>
      {latest.slice(0, METRICS_SHOWN).map((metric) => (
        <li key={metric.key}>
          <bdi>{cutText(metric.key, 60)}</bdi>{" "}
          <MetricNumber value={readDouble(metric.value)} isShort />{" "}
          <span className={styles["soft"]}>step {String(metric.step)}</span>
        </li>
      ))}
      {rest > 0 && <li className={styles["soft"]}>and {rest} more</li>}
    </ul>
  );
}
