import type { RunStatus as Status } from "@mlflow-ts/contract";
import { CloseButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { RunStatus } from "../../components/run-status.tsx";
import { cutText } from "../../format/cut-text.ts";
import styles from "./compare.module.css";

interface ComparedRun {
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly status: Status;
  readonly color: string;
}

interface ComparedRunsProps {
  readonly runs: readonly ComparedRun[];
  readonly onRemove: (runId: string) => void;
}

/** Which runs are compared, each with its colour and a way to leave it out. */
export function ComparedRuns({ runs, onRemove }: ComparedRunsProps) {
  return (
    <header className={styles["header"]}>
      <h1 className={styles["title"]}>Compare {runs.length} runs</h1>
      <ul className={styles["runs"]} aria-label="Compared runs">
        {runs.map(({ runId, experimentId, name, status, color }) => (
          <li key={runId} className={styles["run"]}>
            <span className={styles["swatch"]} style={{ background: color }} />
            <Link
              to="/experiments/$experimentId/runs/$runId"
              params={{ experimentId, runId }}
              title={cutText(name, 300)}
            >
              <bdi>{cutText(name, 40)}</bdi>
            </Link>
            <RunStatus status={status} />
            <CloseButton
              size="xs"
              aria-label={`Leave out ${cutText(name, 60)}`}
              onClick={() => onRemove(runId)}
            />
          </li>
        ))}
      </ul>
    </header>
  );
}
