import type { KeyOfRuns } from "@mlflow-ts/contract";
import { Dropdown, DropdownItem } from "../../../components/dropdown.tsx";
import { countRuns } from "../../../format/count-runs.ts";
import { PERIODS } from "../filter/quick-filters.ts";
import type { RunsQuery } from "../rows/runs-query.ts";
import type { TableRows } from "../rows/use-table-rows.ts";
import { isNested, type RunsSearch } from "../runs-search.ts";
import type { ColumnLayout } from "../table/column-layout.ts";
import type { RunKeys } from "../table/default-columns.ts";
import type { Selection } from "../use-selection.ts";
import { DownloadMenu } from "../actions/download-menu.tsx";
import { SelectionBar } from "../actions/selection-bar.tsx";
import { ColumnPicker } from "./column-picker.tsx";
import { ConstantsList } from "./constants-list.tsx";
import { DatasetFilter } from "./dataset-filter.tsx";
import { FilterBox } from "./filter-box.tsx";
import { GroupPicker } from "./group-picker.tsx";
import styles from "./runs-toolbar.module.css";
import { StatusFilter } from "./status-filter.tsx";

interface RunsToolbarProps {
  readonly search: RunsSearch;
  readonly onSearch: (search: RunsSearch) => void;
  readonly query: RunsQuery;
  /** The server's refusal of the filter or order, if it refused. */
  readonly refusal: string | undefined;
  readonly keys: (RunKeys & { readonly tags: readonly KeyOfRuns[] }) | undefined;
  readonly layout: ColumnLayout;
  readonly onLayout: (layout: ColumnLayout) => void;
  readonly rows: TableRows | undefined;
  readonly constants: readonly KeyOfRuns[];
  readonly selection: Selection;
}

/** Everything above the table: what narrows, groups and shows runs. */
export function RunsToolbar(props: RunsToolbarProps) {
  const { search, onSearch, query, keys, rows } = props;
  const period = PERIODS.find(({ id }) => id === search.started);
  return (
    <div className={styles["tools"]}>
      <FilterBox
        applied={search.searchFilter ?? ""}
        fault={query.fault}
        refusal={props.refusal}
        keys={keys}
        request={query.request}
        onApply={(filter) => {
          const { searchFilter: _filter, ...rest } = search;
          onSearch(filter === "" ? rest : { ...rest, searchFilter: filter });
        }}
      />
      <div className={styles["choices"]}>
        <StatusFilter search={search} onSearch={onSearch} />
        <Dropdown label={period?.label ?? "Any time"} isActive={period !== undefined}>
          {(close) =>
            [{ id: undefined, label: "Any time" }, ...PERIODS].map(({ id, label }) => (
              <DropdownItem
                key={label}
                isChosen={search.started === id}
                onChoose={() => {
                  const { started: _started, ...rest } = search;
                  onSearch(id === undefined ? rest : { ...rest, started: id });
                  close();
                }}
              >
                {label}
              </DropdownItem>
            ))
          }
        </Dropdown>
        <DatasetFilter search={search} onSearch={onSearch} request={query.request} />
        <Toggle
          label="Deleted"
          isOn={search.lifecycleFilter === "Deleted"}
          onToggle={(isOn) => {
            const { lifecycleFilter: _lifecycle, ...rest } = search;
            onSearch(isOn ? { ...rest, lifecycleFilter: "Deleted" } : rest);
          }}
        />
        <GroupPicker search={search} onSearch={onSearch} keys={keys} />
        {search.groupBy === undefined && (rows?.hasNested || search.nested !== undefined) && (
          <Toggle
            label="Nested"
            isOn={isNested(search)}
            onToggle={(isOn) => onSearch({ ...search, nested: isOn ? "true" : "false" })}
          />
        )}
        <ColumnPicker request={query.request} layout={props.layout} onLayout={props.onLayout} />
        <DownloadMenu request={query.request} columns={props.layout.columns} />
        <ConstantsList constants={props.constants} />
        <span className={styles["count"]} role="status">
          {rows !== undefined && countRuns(rows.runCount)}
        </span>
      </div>
      <SelectionBar selection={props.selection} areDeleted={search.lifecycleFilter === "Deleted"} />
    </div>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
}

function Toggle({ label, isOn, onToggle }: ToggleProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      className={styles["toggle"]}
      onClick={() => onToggle(!isOn)}
    >
      {label}
    </button>
  );
}
