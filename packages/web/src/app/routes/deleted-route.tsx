import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "../../components/empty-state.tsx";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { useDocumentTitle } from "../../components/use-document-title.ts";
import { DeletedExperiments } from "../../features/experiments/deleted-experiments.tsx";
import { listDeletedExperiments } from "../../features/experiments/list-experiments.ts";
import styles from "./page.module.css";

/** The deleted experiments, each of which can be looked at and restored. */
export function DeletedRoute() {
  const query = useQuery(listDeletedExperiments);
  useDocumentTitle("Deleted experiments");
  return (
    <div className={styles["page"]}>
      <h1>Deleted experiments</h1>
      {query.isPending && <Placeholder label="Loading deleted experiments" lines={6} />}
      {query.isError && query.data === undefined && (
        <LoadFailure
          error={query.error}
          what="the deleted experiments"
          onRetry={() => query.refetch()}
        />
      )}
      {query.data?.length === 0 && (
        <EmptyState title="No experiment is deleted">
          <p>A deleted experiment stands here with its runs until it is restored.</p>
        </EmptyState>
      )}
      {query.data !== undefined && query.data.length > 0 && (
        <DeletedExperiments experiments={query.data} />
      )}
    </div>
  );
}
