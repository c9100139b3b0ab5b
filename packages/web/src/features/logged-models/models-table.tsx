import type { LoggedModel } from "@mlflow-ts/contract";
import { Link } from "@tanstack/react-router";
import styles from "../../components/data-table.module.css";
import { CopyButton } from "../../components/copy-button.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { cutText } from "../../format/cut-text.ts";
import { ModelStatus } from "./model-status.tsx";

/** The logged models of a run, each with a link to its own page. */
export function ModelsTable({ models }: { readonly models: readonly LoggedModel[] }) {
  return (
    <div className={styles["frame"]}>
      <table className={styles["table"]} aria-label="Logged models">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Status</th>
            <th scope="col">Logged</th>
            <th scope="col">Model ID</th>
          </tr>
        </thead>
        <tbody>
          {models.map(({ info }) => (
            <tr key={info.model_id}>
              <th scope="row">
                <Link
                  to="/experiments/$experimentId/models/$modelId"
                  params={{ experimentId: info.experiment_id, modelId: info.model_id }}
                >
                  <bdi>{cutText(info.name, 120)}</bdi>
                </Link>
              </th>
              <td>
                <ModelStatus status={info.status} />
              </td>
              <td>
                <TimeAgo timeMs={info.creation_timestamp_ms} />
              </td>
              <td>
                <code>{info.model_id}</code>
                <CopyButton text={info.model_id} what="model ID" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
