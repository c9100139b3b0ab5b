import type { Run } from "@mlflow-ts/contract";
import { Button, Switch } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { isPassing } from "../../api/query-client.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { chooseColumns, limitColumns } from "./choose-columns.ts";
import { useChartedRuns } from "./run-selection/charted-runs.ts";
import { toggleVisible, toVisibility, toVisibilitySearch } from "./run-selection/run-visibility.ts";
import { FirstRun } from "./first-run.tsx";
import { joinPages } from "./join-pages.ts";
import { RunsFilterBox } from "./runs-filter-box.tsx";
import type { RunsSearch } from "./runs-search.ts";
import { RunsTable } from "./runs-table.tsx";
import styles from "./runs-view.module.css";
import { searchRuns } from "./search-runs.ts";

interface RunsViewProps {
  readonly experimentId: string;
  readonly experimentName: string;
  readonly search: RunsSearch;
  readonly onSearch: (search: RunsSearch) => void;
}

/** With many columns only the first of each kind, so that params stand beside the metrics. */
const MANY_COLUMNS = 16;
const COLUMNS_AT_FIRST = 6;

/** The runs of one experiment: filter, table and the way to more of them. */
export function RunsView({ experimentId, experimentName, search, onSearch }: RunsViewProps) {
  const query = useInfiniteQuery(searchRuns(experimentId, search));
  const runs = useLastGood(query.data?.pages);
  const [isWide, setIsWide] = useState(false);
  const columns = useMemo(() => chooseColumns(runs ?? []), [runs]);
  const total = columns.metrics.length + columns.params.length;
  const isCut = total > MANY_COLUMNS && !isWide;
  const shownColumns = isCut ? limitColumns(columns, COLUMNS_AT_FIRST) : columns;
  const charted = useChartedRuns(experimentId, search);
  const colors = useMemo(() => new Map(charted.map((run) => [run.runId, run.color])), [charted]);
  const toggleEye = useCallback(
    (runId: string, index: number) => {
      const { visible: _limit, hidden: _hidden, shown: _shown, ...rest } = search;
      const visibility = toggleVisible(toVisibility(search), runId, index);
      onSearch({ ...rest, ...toVisibilitySearch(visibility) });
    },
    [search, onSearch],
  );
  const isRefused = query.isError && !isPassing(query.error);
  const { searchFilter, ...otherSearch } = search;
  const applyFilter = (filter: string) =>
    onSearch(filter === "" ? otherSearch : { ...otherSearch, searchFilter: filter });
  const { lifecycleFilter, ...anyLifecycle } = search;

  return (
    <div className={styles["view"]}>
      <div className={styles["tools"]}>
        <RunsFilterBox
          applied={searchFilter ?? ""}
          error={isRefused ? query.error.message : undefined}
          onApply={applyFilter}
        />
        <Switch
          size="xs"
          label="Deleted"
          checked={lifecycleFilter === "Deleted"}
          onChange={(event) =>
            onSearch(
              event.currentTarget.checked
                ? { ...anyLifecycle, lifecycleFilter: "Deleted" }
                : anyLifecycle,
            )
          }
        />
        {isCut && (
          <Button size="xs" variant="subtle" onClick={() => setIsWide(true)}>
            Show all {total} columns
          </Button>
        )}
        {isWide && total > MANY_COLUMNS && (
          <Button size="xs" variant="subtle" onClick={() => setIsWide(false)}>
            Fewer columns
          </Button>
        )}
        <span className={styles["count"]} role="status">
          {runs !== undefined && describeCount(runs.length, query.hasNextPage)}
        </span>
      </div>
      {query.isError && !isRefused && runs === undefined && (
        <LoadFailure error={query.error} what="the runs" onRetry={() => query.refetch()} />
      )}
      {query.isPending && runs === undefined && <Placeholder label="Loading runs" lines={10} />}
      {runs !== undefined && runs.length > 0 && (
        <RunsTable
          runs={runs}
          columns={shownColumns}
          search={search}
          onSearch={onSearch}
          isStale={query.isPlaceholderData || isRefused}
          colors={colors}
          onToggleEye={toggleEye}
        />
      )}
      {runs === undefined && isRefused && (
        <EmptyState title="The filter was not understood">
          <ClearFilter onClear={() => applyFilter("")} />
        </EmptyState>
      )}
      {runs?.length === 0 && !query.isError && (
        <NoRuns experimentName={experimentName} search={search} onClear={() => applyFilter("")} />
      )}
      {query.hasNextPage && !isRefused && (
        <Button
          size="xs"
          variant="default"
          className={styles["more"] ?? ""}
          loading={query.isFetchingNextPage}
          onClick={() => query.fetchNextPage()}
        >
          Load more runs
        </Button>
      )}
    </div>
  );
}

function describeCount(count: number, hasMore: boolean): string {
  const runs = count === 1 ? "1 run" : `${count.toLocaleString("en")} runs`;
  return hasMore ? `${runs} loaded, there are more` : runs;
}

/** The rows of the last search that succeeded: a mistake in the filter leaves them in place. */
function useLastGood(
  pages: readonly { readonly runs?: Run[] | undefined }[] | undefined,
): readonly Run[] | undefined {
  const [lastPages, setLastPages] = useState(pages);
  if (pages !== undefined && pages !== lastPages) setLastPages(pages);
  const shown = pages ?? lastPages;
  return useMemo(() => shown && joinPages(shown), [shown]);
}

function ClearFilter({ onClear }: { readonly onClear: () => void }) {
  return (
    <div>
      <Button size="xs" variant="default" onClick={onClear}>
        Clear the filter
      </Button>
    </div>
  );
}

interface NoRunsProps {
  readonly experimentName: string;
  readonly search: RunsSearch;
  readonly onClear: () => void;
}

function NoRuns({ experimentName, search, onClear }: NoRunsProps) {
  if (search.searchFilter !== undefined) {
    return (
      <EmptyState title="No run matches the filter">
        <ClearFilter onClear={onClear} />
      </EmptyState>
    );
  }
  if (search.lifecycleFilter === "Deleted") return <EmptyState title="No deleted runs" />;
  return <FirstRun experimentName={experimentName} />;
}
