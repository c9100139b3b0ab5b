import type { EChartsCoreOption } from "echarts/core";
import type { PlainColors } from "../../../components/echart.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { formatExact, formatShort } from "../../../format/metric-value.ts";
import { interpolateGrid } from "./interpolate.ts";
import {
  type Dimension,
  formatDimension,
  readNumber,
  type SweepRun,
  valueOf,
} from "./sweep-runs.ts";

/** From few to much; distinct for people who do not see red or green, and in print (viridis). */
const SCALE = ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"];

/** An axis of numbers where all values are, else of the values themselves. */
function axisOf(runs: readonly SweepRun[], dimension: Dimension) {
  const values = runs.map((run) => valueOf(run, dimension));
  const isNumeric = values.every(
    (value) => value === undefined || readNumber(value) !== undefined || Number.isNaN(value),
  );
  if (isNumeric) return { type: "value", scale: true } as const;
  const names = [...new Set(values.filter((value) => value !== undefined).map(String))].toSorted();
  return { type: "category", data: names } as const;
}

function toDatum(run: SweepRun, dimension: Dimension, isNumeric: boolean) {
  const value = valueOf(run, dimension);
  return isNumeric ? (readNumber(value) ?? null) : value === undefined ? null : String(value);
}

function describe(run: SweepRun, dimensions: readonly Dimension[]): string {
  const lines = dimensions.map((dimension) => {
    const value = valueOf(run, dimension);
    const text = typeof value === "number" ? formatExact(value) : (value ?? "–");
    return `${cutText(dimension.key, 60)}: ${cutText(text, 80)}`;
  });
  return [cutText(run.name, 80), ...lines].map(escapeHtml).join("<br>");
}

/** ECharts' tooltips are HTML. */
function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function tooltipOf(
  runs: readonly SweepRun[],
  dimensions: readonly Dimension[],
  colors: PlainColors,
) {
  return {
    backgroundColor: colors.ground,
    borderColor: colors.grid,
    textStyle: { color: colors.text, fontSize: 12 },
    formatter: ({ dataIndex }: { dataIndex: number }) => {
      const run = runs[dataIndex];
      return run === undefined ? "" : describe(run, dimensions);
    },
  };
}

const axisLook = (colors: PlainColors) => ({
  axisLine: { lineStyle: { color: colors.soft } },
  axisLabel: {
    color: colors.soft,
    formatter: (value: number | string) =>
      typeof value === "number" ? formatShort(value) : cutText(value, 16),
  },
  nameTextStyle: { color: colors.text },
  splitLine: { lineStyle: { color: colors.grid } },
});

/** A line for each run through what went in and what came out, coloured by the last dimension. */
export function parallelOption(
  runs: readonly SweepRun[],
  dimensions: readonly Dimension[],
  colors: PlainColors,
): EChartsCoreOption {
  const axes = dimensions.map((dimension) => axisOf(runs, dimension));
  const last = dimensions.at(-1);
  const lastIndex = dimensions.length - 1;
  const numbers = last === undefined ? [] : runs.map((run) => readNumber(valueOf(run, last)));
  const known = numbers.filter((number) => number !== undefined);
  return {
    textStyle: { color: colors.text },
    tooltip: tooltipOf(runs, dimensions, colors),
    parallel: { left: 50, right: 110, top: 50, bottom: 24 },
    parallelAxis: dimensions.map((dimension, index) => ({
      dim: index,
      name: cutText(dimension.key, 24),
      ...axes[index],
      ...axisLook(colors),
    })),
    ...(axes[lastIndex]?.type === "value" &&
      known.length > 0 && {
        visualMap: {
          dimension: lastIndex,
          min: Math.min(...known),
          max: Math.max(...known),
          right: 0,
          top: "middle",
          text: ["high", "low"],
          textStyle: { color: colors.soft },
          inRange: { color: SCALE },
        },
      }),
    series: [
      {
        type: "parallel",
        lineStyle: { width: 1.5, opacity: 0.65 },
        emphasis: { lineStyle: { width: 3, opacity: 1 } },
        data: runs.map((run) =>
          dimensions.map((dimension, i) => toDatum(run, dimension, axes[i]?.type === "value")),
        ),
      },
    ],
  };
}

/** A point for each run, in the run's colour. */
export function scatterOption(
  runs: readonly SweepRun[],
  [x, y]: readonly [Dimension, Dimension],
  isLog: { readonly x: boolean; readonly y: boolean },
  colors: PlainColors,
): EChartsCoreOption {
  const axis = (dimension: Dimension, log: boolean, nameGap: number) => {
    const own = axisOf(runs, dimension);
    return {
      ...own,
      ...(own.type === "value" && log && { type: "log" }),
      ...axisLook(colors),
      name: cutText(formatDimension(dimension), 60),
      nameLocation: "middle",
      nameGap,
    };
  };
  const [xAxis, yAxis] = [axis(x, isLog.x, 28), axis(y, isLog.y, 56)];
  return {
    textStyle: { color: colors.text },
    tooltip: tooltipOf(runs, [x, y], colors),
    grid: { left: 76, right: 20, top: 16, bottom: 48 },
    xAxis,
    yAxis,
    series: [
      {
        type: "scatter",
        symbolSize: 9,
        data: runs.map((run) => ({
          value: [
            toDatum(run, x, xAxis.type !== "category"),
            toDatum(run, y, yAxis.type !== "category"),
          ],
          itemStyle: { color: run.color },
        })),
      },
    ],
  };
}

const CELLS = 64;
const BANDS = 10;

/** What a metric would be between the runs, as bands of equal value, with the runs on top. */
export function contourOption(
  runs: readonly SweepRun[],
  [x, y, z]: readonly [Dimension, Dimension, Dimension],
  colors: PlainColors,
): EChartsCoreOption {
  const points = runs.flatMap((run) => {
    const [a, b, c] = [x, y, z].map((dimension) => readNumber(valueOf(run, dimension)));
    return a === undefined || b === undefined || c === undefined ? [] : [{ x: a, y: b, z: c, run }];
  });
  const grid = interpolateGrid(points, CELLS);
  const values = points.map((point) => point.z);
  const axis = (dimension: Dimension, nameGap: number, min: number, max: number) => ({
    type: "value",
    min,
    max,
    ...axisLook(colors),
    splitLine: { show: false },
    name: cutText(formatDimension(dimension), 60),
    nameLocation: "middle",
    nameGap,
  });
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const bandOf = (value: number) => {
    const band = Math.min(BANDS - 1, Math.floor(((value - least) / (most - least)) * BANDS));
    return least + ((band + 0.5) / BANDS) * (most - least);
  };
  const visualMap = {
    min: least,
    max: most,
    dimension: 2,
    orient: "horizontal",
    bottom: 0,
    left: "center",
    itemHeight: 240,
    text: [formatShort(most), formatShort(least)],
    textStyle: { color: colors.soft },
    inRange: { color: SCALE },
  };
  return {
    textStyle: { color: colors.text },
    tooltip: tooltipOf(
      points.map(({ run }) => run),
      [x, y, z],
      colors,
    ),
    grid: { left: 76, right: 40, top: 16, bottom: 84 },
    xAxis: axis(x, 28, grid.x.min, grid.x.max),
    yAxis: axis(y, 56, grid.y.min, grid.y.max),
    visualMap,
    series: [
      {
        type: "custom",
        silent: true,
        data: grid.cells.map((cell) => [cell.x, cell.y, most > least ? bandOf(cell.z) : cell.z]),
        renderItem: (_params: unknown, api: CustomApi) => {
          const place = api.coord([api.value(0), api.value(1)]);
          const [width = 0, height = 0] = api.size([grid.x.step, grid.y.step]);
          const [left = 0, top = 0] = place;
          return {
            type: "rect",
            // A little more, or hairlines show between cells.
            shape: { x: left, y: top - height, width: width + 1, height: height + 1 },
            style: { fill: api.visual("color") },
          };
        },
      },
      {
        type: "scatter",
        symbolSize: 9,
        itemStyle: { borderColor: "#fff", borderWidth: 1.5 },
        data: points.map((point) => [point.x, point.y, point.z]),
      },
    ],
  };
}

/** What ECharts hands to a custom series, as far as it is used. */
interface CustomApi {
  value(dimension: number): number;
  coord(value: readonly number[]): number[];
  size(value: readonly number[]): number[];
  visual(name: "color"): string;
}
