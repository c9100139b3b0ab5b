import type { Range } from "../../components/chart-line.ts";
import type { Band } from "./spread.ts";

/** What the address says about charts. */
export interface ChartSearch {
  /** `time`, `relative` or `metric:<key>`; the step without it. */
  readonly chartX?: string;
  /** From 0.01 to 0.99. */
  readonly chartSmooth?: string;
  /** Which scales are logarithmic: `x`, `y` or `xy`. */
  readonly chartLog?: string;
  /** `<from>..<to>` on the horizontal axis. */
  readonly chartZoom?: string;
  /** Words that a chart's name holds. */
  readonly chartFilter?: string;
  /** `off` draws training and validation apart. */
  readonly chartPairs?: string;
  /** One of `CHART_TABS`. */
  readonly chartTab?: string;
  /** The param whose values make groups of runs. */
  readonly chartGroup?: string;
  /** `extremes` draws the band of a group from its smallest to its largest value. */
  readonly chartBand?: string;
  /** What a chart of a sweep shows: params and metrics, encoded and divided by commas. */
  readonly chartDims?: string;
  /** `on` lists what the runs have in common beside what differs. */
  readonly chartSame?: string;
  /** The step whose images are looked at; the last one without it. */
  readonly chartStep?: string;
}

export const CHART_TABS = [
  "lines",
  "bars",
  "scatter",
  "parallel",
  "contour",
  "importance",
  "histogram",
  "differences",
  "images",
] as const;
export type ChartTab = (typeof CHART_TABS)[number];

export type XAxis =
  | { readonly kind: "step" | "time" | "relative" }
  | { readonly kind: "metric"; readonly key: string };

/** How all charts of a page are drawn. */
export interface ChartSettings {
  readonly x: XAxis;
  readonly smoothing: number;
  readonly isLogX: boolean;
  readonly isLogY: boolean;
  readonly zoom: Range | undefined;
  readonly filter: string;
  readonly isPaired: boolean;
  readonly tab: ChartTab;
  readonly group: string | undefined;
  readonly band: Band;
  readonly dims: readonly string[];
  readonly isSameShown: boolean;
  readonly imageStep: number | undefined;
}

const STEP = /^-?\d{1,15}$/;
const SMOOTHING = /^0\.\d{1,2}$/;
const ZOOM = /^(-?[\d.e+-]+)\.\.(-?[\d.e+-]+)$/i;

/** Keeps what is well-formed of an address. */
export function readChartSearch(search: Readonly<Record<string, unknown>>): ChartSearch {
  const { chartX, chartSmooth, chartLog, chartZoom, chartFilter, chartPairs } = search;
  const { chartTab, chartGroup, chartBand, chartDims, chartSame, chartStep } = search;
  return {
    ...(typeof chartX === "string" && readXAxis(chartX).kind !== "step" && { chartX }),
    ...(typeof chartSmooth === "string" && SMOOTHING.test(chartSmooth) && { chartSmooth }),
    ...((chartLog === "x" || chartLog === "y" || chartLog === "xy") && { chartLog }),
    ...(typeof chartZoom === "string" && readZoom(chartZoom) && { chartZoom }),
    ...(typeof chartFilter === "string" && chartFilter !== "" && { chartFilter }),
    ...(chartPairs === "off" && { chartPairs }),
    ...(typeof chartTab === "string" && readTab(chartTab) !== "lines" && { chartTab }),
    ...(typeof chartGroup === "string" && chartGroup !== "" && { chartGroup }),
    ...(chartBand === "extremes" && { chartBand }),
    ...(typeof chartDims === "string" && readDims(chartDims).length > 0 && { chartDims }),
    ...(chartSame === "on" && { chartSame }),
    ...(typeof chartStep === "string" && STEP.test(chartStep) && { chartStep }),
  };
}

export function toChartSettings(search: ChartSearch): ChartSettings {
  return {
    x: readXAxis(search.chartX ?? ""),
    smoothing: Number(search.chartSmooth ?? 0),
    isLogX: search.chartLog?.includes("x") ?? false,
    isLogY: search.chartLog?.includes("y") ?? false,
    zoom: readZoom(search.chartZoom ?? ""),
    filter: search.chartFilter ?? "",
    isPaired: search.chartPairs !== "off",
    tab: readTab(search.chartTab),
    group: search.chartGroup,
    band: search.chartBand === "extremes" ? "extremes" : "deviation",
    dims: readDims(search.chartDims ?? ""),
    isSameShown: search.chartSame === "on",
    imageStep: search.chartStep === undefined ? undefined : Number(search.chartStep),
  };
}

/** The settings as the address keeps them; what is as usual is left out. */
export function toChartSearch(settings: ChartSettings): ChartSearch {
  const { x, smoothing, isLogX, isLogY, zoom, filter, isPaired, tab, group, dims } = settings;
  const log = `${isLogX ? "x" : ""}${isLogY ? "y" : ""}`;
  return {
    ...(x.kind !== "step" && { chartX: formatXAxis(x) }),
    ...(smoothing > 0 && {
      chartSmooth: String(Math.min(0.99, Math.round(smoothing * 100) / 100)),
    }),
    ...(log !== "" && { chartLog: log }),
    ...(zoom && { chartZoom: `${short(zoom.min)}..${short(zoom.max)}` }),
    ...(filter !== "" && { chartFilter: filter }),
    ...(!isPaired && { chartPairs: "off" }),
    ...(tab !== "lines" && { chartTab: tab }),
    ...(group !== undefined && { chartGroup: group }),
    ...(settings.band !== "deviation" && { chartBand: settings.band }),
    ...(settings.isSameShown && { chartSame: "on" }),
    ...(settings.imageStep !== undefined && { chartStep: String(settings.imageStep) }),
    ...(dims.length > 0 && { chartDims: dims.map(encodeURIComponent).join(",") }),
  };
}

/** An address without what it says about charts. */
export function withoutChartSearch<T extends ChartSearch>(search: T): Omit<T, keyof ChartSearch> {
  const {
    chartX: _x,
    chartSmooth: _smooth,
    chartLog: _log,
    chartZoom: _zoom,
    chartFilter: _filter,
    chartPairs: _pairs,
    chartTab: _tab,
    chartGroup: _group,
    chartBand: _band,
    chartDims: _dims,
    chartSame: _same,
    chartStep: _step,
    ...rest
  } = search;
  return rest;
}

/** Enough digits to tell a second of today's time, in milliseconds. */
function short(position: number): string {
  return String(Number(position.toPrecision(13)));
}

const METRIC_AXIS = "metric:";

export function formatXAxis(x: XAxis): string {
  return x.kind === "metric" ? METRIC_AXIS + x.key : x.kind;
}

export function readXAxis(text: string): XAxis {
  if (text === "time" || text === "relative") return { kind: text };
  const key = text.startsWith(METRIC_AXIS) ? text.slice(METRIC_AXIS.length) : "";
  return key === "" ? { kind: "step" } : { kind: "metric", key };
}

function readTab(text: string | undefined): ChartTab {
  return CHART_TABS.find((tab) => tab === text) ?? "lines";
}

function readDims(text: string): string[] {
  try {
    return text.split(",").filter(Boolean).map(decodeURIComponent);
  } catch {
    // A percent sign that encodes nothing.
    return [];
  }
}

function readZoom(text: string): Range | undefined {
  const [, from, to] = ZOOM.exec(text) ?? [];
  const range = { min: Number(from), max: Number(to) };
  return range.min < range.max ? range : undefined;
}
