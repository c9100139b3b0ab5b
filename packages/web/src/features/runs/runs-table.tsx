import type { Run } from "@mlflow-ts/contract";
import { SortIcon } from "../../components/icons.tsx";
import { cutText } from "../../format/cut-text.ts";
import type { Column, Columns } from "./choose-columns.ts";
import { RunRow } from "./run-row.tsx";
import { DEFAULT_ORDER_KEY, nextOrder, toOrderKey, type RunsSearch } from "./runs-search.ts";
import styles from "./runs-table.module.css";

interface RunsTableProps {
  readonly runs: readonly Run[];
  readonly columns: Columns;
  readonly search: RunsSearch;
  readonly onSearch: (search: RunsSearch) => void;
  /** While the rows of another search are on their way. */
  readonly isStale: boolean;
  /** The colours of the runs that are drawn, by their ids. */
  readonly colors: ReadonlyMap<string, string>;
  readonly onToggleEye: (runId: string, index: number) => void;
}

/** The runs as rows; titles of columns sort. */
export function RunsTable(props: RunsTableProps) {
  const { runs, columns, search, onSearch, isStale, colors, onToggleEye } = props;
  const { metrics, params } = columns;
  const title = (label: string, orderKey: string, className?: string) => (
    <SortableTitle
      label={label}
      orderKey={orderKey}
      search={search}
      onSearch={onSearch}
      className={className}
    />
  );
  return (
    <div
      className={styles["frame"]}
      data-stale={isStale || undefined}
      role="region"
      aria-label="Runs table"
      tabIndex={0}
    >
      <table className={styles["table"]} aria-label="Runs" aria-busy={isStale}>
        <thead>
          <tr className={styles["groups"]}>
            <td colSpan={4} />
            {metrics.length > 0 && (
              <th scope="colgroup" colSpan={metrics.length}>
                Metrics
              </th>
            )}
            {params.length > 0 && (
              <th scope="colgroup" colSpan={params.length}>
                Params
              </th>
            )}
          </tr>
          <tr>
            {title("Name", "attributes.run_name", styles["name"])}
            {title("Status", "attributes.status")}
            {title("Started", DEFAULT_ORDER_KEY)}
            <th scope="col">Duration</th>
            {metrics.map((column, index) => (
              <ValueTitle key={column.key} kind="metrics" column={column} isFirst={index === 0}>
                {title}
              </ValueTitle>
            ))}
            {params.map((column, index) => (
              <ValueTitle key={column.key} kind="params" column={column} isFirst={index === 0}>
                {title}
              </ValueTitle>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run, index) => (
            <RunRow
              key={run.info.run_id}
              run={run}
              columns={columns}
              index={index}
              color={colors.get(run.info.run_id)}
              onToggleEye={onToggleEye}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ValueTitleProps {
  readonly kind: "metrics" | "params";
  readonly column: Column;
  readonly isFirst: boolean;
  readonly children: (label: string, orderKey: string, className: string) => React.ReactNode;
}

function ValueTitle({ kind, column, isFirst, children }: ValueTitleProps) {
  const className = [
    kind === "metrics" ? styles["number"] : "",
    isFirst ? styles["first"] : "",
    column.isDiffering ? "" : styles["constant"],
  ].join(" ");
  return children(column.key, toOrderKey(kind, column.key), className);
}

interface SortableTitleProps {
  readonly label: string;
  readonly orderKey: string;
  readonly search: RunsSearch;
  readonly onSearch: (search: RunsSearch) => void;
  readonly className?: string | undefined;
}

function SortableTitle({ label, orderKey, search, onSearch, className }: SortableTitleProps) {
  const isSorted = (search.orderByKey ?? DEFAULT_ORDER_KEY) === orderKey;
  const isAscending = search.orderByAsc === "true";
  return (
    <th
      scope="col"
      className={className}
      aria-sort={isSorted ? (isAscending ? "ascending" : "descending") : undefined}
    >
      <button
        type="button"
        className={styles["sort"]}
        title={`Sort by ${cutText(label, 250)}`}
        onClick={() => onSearch(nextOrder(search, orderKey))}
      >
        <bdi className={styles["label"]}>{cutText(label, 40)}</bdi>
        {isSorted && <SortIcon size={12} descending={!isAscending} />}
      </button>
    </th>
  );
}
