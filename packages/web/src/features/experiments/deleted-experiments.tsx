import type { Experiment } from "@mlflow-ts/contract";
import { Link } from "@tanstack/react-router";
import styles from "../../components/data-table.module.css";
import { TimeAgo } from "../../components/time-ago.tsx";
import { cutText } from "../../format/cut-text.ts";
import { RestoreButton } from "./restore-button.tsx";

interface DeletedExperimentsProps {
  readonly experiments: readonly Experiment[];
}

/** Deleted experiments as a table, each with the way back. */
export function DeletedExperiments({ experiments }: DeletedExperimentsProps) {
  return (
    <div className={styles["frame"]}>
      <table className={styles["table"]} aria-label="Deleted experiments">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Deleted</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {experiments.map((experiment) => (
            <tr key={experiment.experiment_id}>
              <th scope="row">
                <Link
                  to="/experiments/$experimentId"
                  params={{ experimentId: experiment.experiment_id }}
                  search={{ lifecycleFilter: "Deleted" }}
                >
                  <bdi>{cutText(experiment.name, 200)}</bdi>
                </Link>
              </th>
              <td>
                {experiment.last_update_time !== undefined && (
                  <TimeAgo timeMs={experiment.last_update_time} />
                )}
              </td>
              <td className={styles["number"]}>
                <RestoreButton experiment={experiment} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
