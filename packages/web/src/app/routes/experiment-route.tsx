import { MlflowError } from "@mlflow-ts/sdk/client";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { LoadFailure } from "../../components/load-failure.tsx";
import { useDocumentTitle } from "../../components/use-document-title.ts";
import { ExperimentHeader } from "../../features/experiments/experiment-header.tsx";
import { getExperiment } from "../../features/experiments/get-experiment.ts";
import { readRunsSearch } from "../../features/runs/runs-search.ts";
import { RunsView } from "../../features/runs/runs-view.tsx";
import { MissingPage } from "./missing-page.tsx";
import styles from "./page.module.css";

/** One experiment: its header and its runs. */
export function ExperimentRoute() {
  const { experimentId = "" } = useParams({ strict: false });
  const search = readRunsSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const query = useQuery(getExperiment(experimentId));
  useDocumentTitle(query.data?.name);
  if (query.error instanceof MlflowError && query.error.status === 404) {
    return <MissingPage what={`Experiment ${experimentId}`} />;
  }
  if (query.isError && query.data === undefined) {
    return (
      <div className={styles["page"]}>
        <LoadFailure error={query.error} what="the experiment" onRetry={() => query.refetch()} />
      </div>
    );
  }
  return (
    <div className={`${styles["page"]} ${styles["filled"]}`}>
      {query.data !== undefined && <ExperimentHeader experiment={query.data} />}
      <RunsView
        key={experimentId}
        experimentId={experimentId}
        experimentName={query.data?.name ?? ""}
        search={search}
        onSearch={(next) =>
          navigate({ to: "/experiments/$experimentId", params: { experimentId }, search: next })
        }
      />
    </div>
  );
}
