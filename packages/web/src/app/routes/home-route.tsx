import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { EmptyState } from "../../components/empty-state.tsx";
import { FirstRun } from "../../features/runs/first-run.tsx";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { listExperiments } from "../../features/experiments/list-experiments.ts";
import styles from "./page.module.css";

/** Goes straight to the runs of the newest experiment. */
export function HomeRoute() {
  const query = useQuery(listExperiments);
  if (query.data?.[0] !== undefined) {
    const experimentId = query.data[0].experiment_id;
    return <Navigate to="/experiments/$experimentId" params={{ experimentId }} replace />;
  }
  return (
    <div className={styles["page"]}>
      {query.isPending && <Placeholder label="Loading experiments" lines={10} />}
      {query.isError && (
        <LoadFailure error={query.error} what="the experiments" onRetry={() => query.refetch()} />
      )}
      {query.isSuccess && (
        <>
          <EmptyState isWholePage title="No experiments yet" />
          <FirstRun experimentName="my-first-experiment" />
        </>
      )}
    </div>
  );
}
