import { Button, Switch } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { LongText } from "../../../components/long-text.tsx";
import { MetricNumber } from "../../../components/metric-number.tsx";
import { resolveColor } from "../../../components/resolve-color.ts";
import { cutText } from "../../../format/cut-text.ts";
import { toCsvRow } from "../../../format/csv.ts";
import { barsLook } from "../bars-look.ts";
import { ChartDownloads } from "../chart-downloads.tsx";
import type { ChartSettings } from "../chart-search.ts";
import { drawTableSvg } from "../table-svg.ts";
import styles from "./difference-table.module.css";
import { compareRuns, type DifferenceRow } from "./differences.ts";
import type { SweepRun } from "./sweep-runs.ts";

const SHOWN_AT_FIRST = 100;
/** The colour of rows that differ, as the table has it. */
const MARK = "var(--warn-surface)";

interface DifferenceTableProps {
  readonly runs: readonly SweepRun[];
  readonly settings: ChartSettings;
  readonly onSettings: (change: Partial<ChartSettings>) => void;
}

/** Params and metrics of runs side by side, a column for each run. */
export function DifferenceTable({ runs, settings, onSettings }: DifferenceTableProps) {
  const isOnlyDiffering = !settings.isSameShown;
  const [isWhole, setIsWhole] = useState(false);
  const sections = useMemo(
    () => [
      { name: "Params", rows: compareRuns(runs, "params") },
      { name: "Metrics", rows: compareRuns(runs, "metrics") },
    ],
    [runs],
  );
  const all = sections.flatMap(({ rows }) => rows);
  const shown = sections.map(({ name, rows }) => ({
    name,
    rows: rows.filter((row) => row.isDiffering || !isOnlyDiffering),
  }));
  const isCut = !isWhole && shown.some(({ rows }) => rows.length > SHOWN_AT_FIRST);
  const view = useRef<HTMLDivElement>(null);
  const makeCsv = () => [
    toCsvRow(["kind", "key", ...runs.map(({ name }) => name)]),
    ...sections.flatMap(({ name, rows: ofSection }) =>
      ofSection.map(({ key, values }) =>
        toCsvRow([name, key, ...values.map((value) => String(value ?? ""))]),
      ),
    ),
  ];
  const draw = () =>
    drawTableSvg(
      {
        head: ["Name", ...runs.map(({ name }) => name)],
        rows: shown
          .flatMap(({ rows }) => rows)
          .map(({ key, values, isDiffering }) => ({
            cells: [key, ...values.map((value) => String(value ?? "–"))],
            isMarked: isDiffering,
          })),
      },
      { ...barsLook("Differences"), markColor: resolveColor(view.current ?? document.body, MARK) },
    );
  return (
    <div ref={view} className={styles["view"]}>
      <div className={styles["tools"]}>
        <Switch
          size="xs"
          label="Only differences"
          checked={isOnlyDiffering}
          onChange={(event) => onSettings({ isSameShown: !event.currentTarget.checked })}
        />
        <span className={styles["count"]} role="status">
          {all.filter((row) => row.isDiffering).length} of {all.length} differ
        </span>
        <ChartDownloads name="differences" drawSvg={draw} makeCsv={makeCsv} frame={view} />
      </div>
      <div className={styles["frame"]} role="region" aria-label="Differences" tabIndex={0}>
        <table className={styles["table"]} aria-label="Differences">
          <thead>
            <tr>
              <th scope="col" className={styles["key"]}>
                Name
              </th>
              {runs.map(({ runId, experimentId, name, color }) => (
                <th key={runId} scope="col">
                  <span className={styles["swatch"]} style={{ background: color }} />
                  <Link
                    to="/experiments/$experimentId/runs/$runId"
                    params={{ experimentId, runId }}
                    title={cutText(name, 300)}
                  >
                    <bdi>{cutText(name, 24)}</bdi>
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          {shown.map(({ name, rows }) => (
            <tbody key={name}>
              <tr className={styles["section"]}>
                <th scope="rowgroup" colSpan={runs.length + 1}>
                  {name} <span className={styles["count"]}>{rows.length}</span>
                </th>
              </tr>
              {rows.slice(0, isWhole ? undefined : SHOWN_AT_FIRST).map((row) => (
                <Row key={row.key} row={row} runs={runs} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
      {isCut && (
        <Button size="xs" variant="subtle" onClick={() => setIsWhole(true)}>
          Show all rows
        </Button>
      )}
    </div>
  );
}

function Row({ row, runs }: { readonly row: DifferenceRow; readonly runs: readonly SweepRun[] }) {
  return (
    <tr data-differing={row.isDiffering || undefined}>
      <th scope="row" className={styles["key"]}>
        <LongText text={row.key} title="Name" maxLength={60} />
        {row.isDiffering && <span className="visually-hidden"> differs</span>}
      </th>
      {row.values.map((value, index) => (
        <td key={runs[index]?.runId}>
          {typeof value === "number" && <MetricNumber value={value} isShort />}
          {typeof value === "string" && <LongText text={value} title={row.key} maxLength={80} />}
          {value === undefined && <span className={styles["missing"]}>–</span>}
        </td>
      ))}
    </tr>
  );
}
