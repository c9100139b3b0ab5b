import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useRef } from "react";
import { EChart, type EChartHandle, type PlainColors } from "../../../components/echart.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { toCsvRow } from "../../../format/csv.ts";
import { ChartDownloads } from "../chart-downloads.tsx";
import type { ChartSettings } from "../chart-search.ts";
import { DimensionPicker } from "./dimension-picker.tsx";
import styles from "./sweep-chart.module.css";
import { contourOption, parallelOption, scatterOption } from "./sweep-options.ts";
import {
  type Dimension,
  formatDimension,
  listDimensions,
  readDimension,
  readNumber,
  type SweepRun,
  valueOf,
} from "./sweep-runs.ts";

export type SweepKind = "parallel" | "scatter" | "contour";

interface SweepChartProps {
  readonly kind: SweepKind;
  readonly runs: readonly SweepRun[];
  readonly settings: ChartSettings;
  readonly onSettings: (change: Partial<ChartSettings>) => void;
}

const HEIGHT = 440;
/** More axes than these can't be told apart. */
const PARALLEL_AXES = 8;
const AXIS_NAMES = {
  parallel: undefined,
  scatter: ["Horizontal", "Vertical"],
  contour: ["Horizontal", "Vertical", "Colour"],
} as const;

/** What went in against what came out, over all runs. */
export default function SweepChart({ kind, runs, settings, onSettings }: SweepChartProps) {
  const chart = useRef<EChartHandle>(null);
  const frame = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  const all = useMemo(
    () => listDimensions(runs).filter((one) => kind !== "contour" || isNumeric(runs, one)),
    [runs, kind],
  );
  const chosen = useMemo(() => chooseDimensions(kind, all, settings.dims), [kind, all, settings]);
  const { isLogX, isLogY } = settings;
  const makeOption = useCallback(
    (colors: PlainColors) => {
      const [a, b, c] = chosen;
      if (kind === "scatter" && a && b) {
        return scatterOption(runs, [a, b], { x: isLogX, y: isLogY }, colors);
      }
      if (kind === "contour" && a && b && c) return contourOption(runs, [a, b, c], colors);
      return parallelOption(runs, chosen, colors);
    },
    [kind, runs, chosen, isLogX, isLogY],
  );
  const least = AXIS_NAMES[kind]?.length ?? 2;
  if (all.length < least || chosen.length < least) {
    return (
      <EmptyState title="Not enough to compare">
        <p>It takes {least} params or metrics with numbers that differ between the runs.</p>
      </EmptyState>
    );
  }
  const open = (index: number) => {
    const run = runs[index];
    if (run === undefined) return;
    const params = { experimentId: run.experimentId, runId: run.runId };
    void navigate({ to: "/experiments/$experimentId/runs/$runId", params });
  };
  return (
    <section ref={frame} className={styles["chart"]} aria-label={`${kind} chart`}>
      <div className={styles["tools"]}>
        <DimensionPicker
          all={all}
          chosen={chosen}
          names={AXIS_NAMES[kind]}
          onChoose={(dims) => onSettings({ dims: dims.map(formatDimension) })}
        />
        <ChartDownloads
          name={kind}
          drawSvg={() => chart.current?.drawSvg() ?? ""}
          makeCsv={() => toCsv(runs, chosen)}
          frame={frame}
        />
      </div>
      <EChart
        ref={chart}
        makeOption={makeOption}
        height={HEIGHT}
        label={`${kind} chart of ${runs.length} runs: ${chosen.map(({ key }) => key).join(", ")}`}
        {...(kind !== "contour" && { onChoose: open })}
      />
    </section>
  );
}

function isNumeric(runs: readonly SweepRun[], dimension: Dimension): boolean {
  return runs.some((run) => readNumber(valueOf(run, dimension)) !== undefined);
}

/** Those of the address that the runs have, else the params that differ and the first metric. */
function chooseDimensions(
  kind: SweepKind,
  all: readonly Dimension[],
  asked: readonly string[],
): Dimension[] {
  const known = new Set(all.map(formatDimension));
  const count = AXIS_NAMES[kind]?.length;
  const read = asked.filter((text) => known.has(text)).flatMap((text) => readDimension(text) ?? []);
  if (read.length >= (count ?? 2)) return read.slice(0, count);
  const params = all.filter((one) => one.kind === "params");
  const metrics = all.filter((one) => one.kind === "metrics");
  const main = metrics.find(({ key }) => /loss|acc/i.test(key)) ?? metrics[0];
  const before = [...params, ...metrics.filter((one) => one !== main)];
  const wanted = count === undefined ? Math.min(params.length, PARALLEL_AXES - 1) : count - 1;
  return [...before.slice(0, Math.max(1, wanted)), ...(main ? [main] : [])];
}

function toCsv(runs: readonly SweepRun[], dimensions: readonly Dimension[]): string[] {
  return [
    toCsvRow(["run_id", "run_name", ...dimensions.map(formatDimension)]),
    ...runs.map((run) => {
      const values = dimensions.map((dimension) => String(valueOf(run, dimension) ?? ""));
      return toCsvRow([run.runId, run.name, ...values]);
    }),
  ];
}
