import type { RunTableRow } from "@mlflow-ts/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { isPassing } from "../../api/query-client.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { useNow } from "../../components/use-now.ts";
import { useWidth } from "../../components/use-width.ts";
import { RunsGrid } from "./grid/runs-grid.tsx";
import { useViewport } from "../../components/use-viewport.ts";
import { ROW_HEIGHT } from "./grid/row-height.ts";
import { groupOwnerId, parseGroupBy, parseOpenGroups, toggleGroup } from "./groups/group-by.ts";
import { NoRuns } from "./no-runs.tsx";
import { toValueKeys, type ValueKeys } from "./rows/cell-reader.ts";
import { toRunsQuery } from "./rows/runs-query.ts";
import { useBestValues, useRunKeys } from "./rows/use-run-keys.ts";
import { type TableRows, useTableRows } from "./rows/use-table-rows.ts";
import { useChartColors } from "./run-selection/charted-runs.ts";
import { groupColors } from "./run-selection/run-colors.ts";
import { toggleVisible, toVisibility, toVisibilitySearch } from "./run-selection/run-visibility.ts";
import { nextOrder, type RunsSearch, type SearchChange, toggleCollapsed } from "./runs-search.ts";
import styles from "./runs-view.module.css";
import { chooseColumns, findConstants } from "./table/default-columns.ts";
import {
  type ColumnLayout,
  columnsInSight,
  columnsToAsk,
  placeColumns,
  toLayout,
  toLayoutSearch,
} from "./table/column-layout.ts";
import type { Column } from "./table/column.ts";
import { RunsToolbar } from "./toolbar/runs-toolbar.tsx";
import { useSelection } from "./use-selection.ts";

const rankInGroups = ({ kind }: Column) => (kind === "metric" ? 0 : 1);

/** More groups than can be told apart in charts have no colour. */
const MAX_COLORED_GROUPS = 100;

function groupColorsOf({ groupValues = [] }: TableRows): ReadonlyMap<string, string> {
  return groupColors.assign(groupValues.slice(0, MAX_COLORED_GROUPS).map(groupOwnerId));
}

interface RunsViewProps {
  readonly experimentId: string;
  readonly experimentName: string;
  readonly search: RunsSearch;
  readonly onSearch: (search: RunsSearch, change?: SearchChange) => void;
}

/** The runs of one experiment: what narrows them, and the table. */
export function RunsView({ experimentId, experimentName, search, onSearch }: RunsViewProps) {
  const navigate = useNavigate();
  const minute = useNow(60_000);
  const view = useViewport(ROW_HEIGHT);
  const place = useRef<HTMLDivElement>(null);
  const placeWidth = useWidth(place);
  const asked = useMemo(
    () => toRunsQuery(experimentId, search, minute),
    [experimentId, search, minute],
  );
  const isReady = asked.fault === undefined;
  const keys = useRunKeys(asked.request, isReady);
  const isGrouped = search.groupBy !== undefined;
  const chosen = useMemo(() => {
    const columns = keys.data ? chooseColumns(keys.data) : [];
    // Groups have metrics only, so these come first.
    return isGrouped ? columns.toSorted((a, b) => rankInGroups(a) - rankInGroups(b)) : columns;
  }, [keys.data, isGrouped]);
  const layout = useMemo(() => toLayout(search, chosen), [search, chosen]);
  // All columns, for files; the table asks only for those in sight.
  const query = useMemo(
    () => ({ ...asked, request: { ...asked.request, ...toValueKeys(layout.columns) } }),
    [asked, layout.columns],
  );
  const { firstRow, endRow, left } = view.viewport;
  // The table's frame comes with its first rows.
  const width = view.viewport.width || placeWidth;
  const placement = useMemo(
    () => placeColumns(layout, width || undefined, isGrouped),
    [layout, width, isGrouped],
  );
  const inSight = useMemo(
    () => columnsInSight(placement.placed, left, width),
    [placement, left, width],
  );
  const askedKeys = JSON.stringify(
    toValueKeys(columnsToAsk(placement.placed, left, width).map(({ column }) => column)),
  );
  const shownQuery = useMemo(
    // Read again from the text, which stays the same while the same columns are in sight.
    () => ({ ...asked, request: { ...asked.request, ...(JSON.parse(askedKeys) as ValueKeys) } }),
    [asked, askedKeys],
  );
  const grouping = useMemo(() => {
    const groupBy = parseGroupBy(search.groupBy);
    return groupBy && { groupBy, openValues: parseOpenGroups(search.open) };
  }, [search.groupBy, search.open]);
  // Columns come with the first answer about keys, so that rows are asked for once.
  const areColumnsKnown = search.columns !== undefined || keys.data !== undefined || keys.isError;
  const table = useTableRows(
    shownQuery,
    grouping,
    { first: firstRow, end: Math.max(endRow, 40) },
    isReady && areColumnsKnown && width > 0,
  );
  const best = useBestValues(
    asked.request,
    inSight.flatMap(({ column }) =>
      column.kind === "metric" && column.value === "last" ? [column.key] : [],
    ),
    isReady,
  );
  const colors = useChartColors(experimentId, search);
  const { rows } = table;
  const selection = useSelection(rows, search, onSearch);
  const refusal = table.error && !isPassing(table.error) ? table.error.message : undefined;

  const setLayout = (next: ColumnLayout, change?: SearchChange) => {
    const { columns: _columns, pinned: _pinned, widths: _widths, ...rest } = search;
    // Columns that nobody chose stay the table's choice, which changes as runs come.
    const isChosen = search.columns !== undefined || next.columns !== layout.columns;
    onSearch({ ...rest, ...toLayoutSearch(isChosen ? next : { ...next, columns: [] }) }, change);
  };
  const rowActions = useMemo(
    () => ({
      onOpen: (run: RunTableRow) =>
        navigate({
          to: "/experiments/$experimentId/runs/$runId",
          params: { experimentId: run.experiment_id, runId: run.run_id },
        }),
      onSelect: selection.toggle,
      onToggleEye: (runId: string, index: number) => {
        const { visible: _limit, hidden: _hidden, shown: _shown, ...rest } = search;
        const place = search.groupBy === undefined ? index : undefined;
        const visibility = toggleVisible(toVisibility(search), runId, place, colors.has(runId));
        onSearch({ ...rest, ...toVisibilitySearch(visibility) });
      },
      onToggleCollapsed: (runId: string) => onSearch(toggleCollapsed(search, runId)),
      onToggleGroup: (value: string | null) => {
        const { open, ...rest } = search;
        const next = toggleGroup(open, value);
        onSearch(next === undefined ? rest : { ...rest, open: next });
      },
    }),
    [navigate, onSearch, search, selection.toggle, colors],
  );

  return (
    <div ref={place} className={styles["view"]}>
      <RunsToolbar
        search={search}
        onSearch={onSearch}
        query={query}
        refusal={refusal}
        keys={keys.data}
        layout={layout}
        onLayout={setLayout}
        rows={rows}
        constants={keys.data ? findConstants(keys.data) : []}
        selection={selection}
      />
      {table.error !== null && refusal === undefined && rows === undefined && (
        <LoadFailure
          error={table.error}
          what="the runs"
          // Whatever failed is asked again.
          onRetry={() => onSearch({ ...search })}
        />
      )}
      {table.error === null && rows === undefined && isReady && (
        <Placeholder label="Loading runs" lines={10} />
      )}
      {rows !== undefined && rows.rowCount > 0 && (
        <RunsGrid
          rows={rows}
          layout={layout}
          columns={inSight}
          nameWidth={placement.nameWidth}
          totalWidth={placement.totalWidth}
          view={view}
          isStale={table.isStale || refusal !== undefined}
          selected={selection.selected}
          colors={colors}
          groupColors={groupColorsOf(rows)}
          best={best}
          collapsed={new Set(query.request.collapsed)}
          isGrouped={grouping !== undefined}
          headActions={{
            search,
            onOrder: (order) => onSearch(nextOrder(search, order)),
            onResize: (id, newWidth) =>
              setLayout(
                { ...layout, widths: { ...layout.widths, [id]: newWidth } },
                // Each pixel that an edge is dragged by.
                { replace: true },
              ),
            onLayout: setLayout,
            allSelected: selection.isAllSelected,
            onSelectAll: selection.toggleAll,
          }}
          rowActions={rowActions}
        />
      )}
      {rows === undefined && !isReady && <EmptyState title="The filter was not understood" />}
      {rows?.rowCount === 0 && isReady && refusal === undefined && (
        <NoRuns experimentName={experimentName} search={search} onSearch={onSearch} />
      )}
    </div>
  );
}
