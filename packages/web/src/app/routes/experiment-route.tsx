import { MlflowError } from "@mlflow-ts/sdk/client";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type CSSProperties, lazy, Suspense, useRef } from "react";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { clampPart, SplitDivider, USUAL_PART } from "../../components/split-divider.tsx";
import { useDocumentTitle } from "../../components/use-document-title.ts";
import { useKeptNumber } from "../../components/use-kept-number.ts";
import { ExperimentHeader } from "../../features/experiments/experiment-header.tsx";
import { getExperiment } from "../../features/experiments/get-experiment.ts";
import { SavedViews } from "../../features/experiments/views/saved-views.tsx";
import type { SearchChange } from "../../features/runs/runs-search.ts";
import { RunsView } from "../../features/runs/runs-view.tsx";
import {
  type ExperimentSearch,
  type ExperimentView,
  experimentAddress,
  readExperimentSearch,
  withoutRunsSearch,
} from "../experiment-search.ts";
import { parseSearch, stringifySearch } from "../search-text.ts";
import styles from "./experiment-route.module.css";
import { MissingPage } from "./missing-page.tsx";
import pageStyles from "./page.module.css";
import { ViewSwitch } from "./view-switch.tsx";

const ExperimentCharts = lazy(() => import("../../features/charts/experiment-charts.tsx"));

/** One experiment: its header, its runs and their charts. */
export function ExperimentRoute() {
  const { experimentId = "" } = useParams({ strict: false });
  const search = readExperimentSearch(useSearch({ strict: false }));
  const { view: namedView, ...otherSearch } = search;
  const view: ExperimentView = namedView ?? "table";
  const navigate = useNavigate();
  const query = useQuery(getExperiment(experimentId));
  const views = useRef<HTMLDivElement>(null);
  const [kept, setPart] = useKeptNumber("mlflow-ts.table-part", USUAL_PART);
  const part = clampPart(kept);
  useDocumentTitle(query.data?.name);
  const open = (next: ExperimentSearch, { replace = false }: SearchChange = {}) =>
    navigate({ to: "/experiments/$experimentId", params: { experimentId }, search: next, replace });
  if (query.error instanceof MlflowError && query.error.status === 404) {
    return <MissingPage what={`Experiment ${experimentId}`} />;
  }
  if (query.isError && query.data === undefined) {
    return (
      <div className={pageStyles["page"]}>
        <LoadFailure error={query.error} what="the experiment" onRetry={() => query.refetch()} />
      </div>
    );
  }
  return (
    <div className={`${pageStyles["page"]} ${pageStyles["filled"]}`}>
      {query.data !== undefined && <ExperimentHeader experiment={query.data} />}
      <div className={styles["head"]}>
        <ViewSwitch
          view={view}
          onChoose={(chosen) =>
            open(chosen === "table" ? otherSearch : { ...otherSearch, view: chosen })
          }
        />
        {query.data !== undefined && (
          <SavedViews
            experiment={query.data}
            present={stringifySearch({ ...search })}
            toAddress={(text) => experimentAddress(experimentId, readView(text))}
            onOpen={(text) => open(readView(text))}
          />
        )}
      </div>
      <div
        ref={views}
        className={styles["views"]}
        data-view={view}
        style={
          // As parts of the free space, so that the divider's own width is no matter.
          { "--table-part": `${part}fr`, "--charts-part": `${100 - part}fr` } as CSSProperties
        }
      >
        {view !== "charts" && (
          <div className={styles["table"]}>
            <RunsView
              key={experimentId}
              experimentId={experimentId}
              experimentName={query.data?.name ?? ""}
              search={search}
              // The table's own part of the address; that of the charts stays.
              onSearch={(next, change) => open({ ...withoutRunsSearch(search), ...next }, change)}
            />
          </div>
        )}
        {view === "both" && (
          <SplitDivider label="Width of the table" part={part} onPart={setPart} whole={views} />
        )}
        {view !== "table" && (
          <div className={styles["charts"]} role="region" aria-label="Charts" tabIndex={0}>
            <Suspense fallback={<Placeholder label="Loading charts" lines={8} />}>
              <ExperimentCharts experimentId={experimentId} search={search} />
            </Suspense>
          </div>
        )}
      </div>
    </div>
  );
}

/** What a saved view shows: whatever of it an address of an experiment can say. */
function readView(text: string): ExperimentSearch {
  return readExperimentSearch(parseSearch(text));
}
