import uPlot from "uplot";
import { formatDuration } from "../format/time.ts";
import { formatShort } from "../format/metric-value.ts";
import {
  type ChartLine,
  padRange,
  type Range,
  rangeOfXs,
  rangeOfYs,
  valueAt,
} from "./chart-line.ts";
import { resolveColor } from "./resolve-color.ts";

export type XKind = "number" | "time" | "duration";

export interface PlotLook {
  readonly xKind: XKind;
  readonly isLogX: boolean;
  readonly isLogY: boolean;
}

export interface PlotEvents {
  /** The position under the pointer; undefined when it has left. */
  readonly onPoint: (x: number | undefined) => void;
  /** Whose line is nearest to the pointer; undefined when none is near. */
  readonly onOwner: (ownerId: string | undefined) => void;
  /** A range that was dragged over; undefined asks for all. */
  readonly onZoom: (range: Range | undefined) => void;
}

/** Up to so many points of a line are marked one by one. */
const MARKED_POINTS = 40;
/** A line further from the pointer, in pixels, is not meant. */
const REACH = 24;
const WIDTH = { usual: 1.5, pointed: 3.5 };
const ALPHA = { usual: 1, faint: 0.25, other: 0.3 };

/**
 * uPlot for lines that each have positions of their own: its mode 2, with a path that breaks where
 * a value is not finite.
 */
export class LinePlot {
  readonly #plot: uPlot;
  #lines: readonly ChartLine[];
  #zoom: Range | undefined;
  #emphasized: string | undefined;
  readonly #colors = new Map<string, string>();
  readonly #bad: string;

  constructor(
    element: HTMLElement,
    size: { width: number; height: number },
    lines: readonly ChartLine[],
    zoom: Range | undefined,
    look: PlotLook,
    events: PlotEvents,
  ) {
    this.#lines = lines;
    this.#zoom = zoom;
    for (const { color } of lines) {
      if (!this.#colors.has(color)) this.#colors.set(color, resolveColor(element, color));
    }
    this.#bad = resolveColor(element, "var(--bad)");
    this.#plot = new uPlot(this.#options(element, size, look, events), this.#data(), element);
  }

  /** New values of the same lines. */
  update(lines: readonly ChartLine[], zoom: Range | undefined): void {
    this.#lines = lines;
    this.#zoom = zoom;
    this.#plot.setData(this.#data());
  }

  /** Draws someone's lines thicker and all others paler; as usual when it has none of them. */
  emphasize(ownerId: string | undefined): void {
    const isOurs = ownerId !== undefined && this.#lines.some((line) => line.ownerId === ownerId);
    const emphasized = isOurs ? ownerId : undefined;
    if (emphasized === this.#emphasized) return;
    this.#emphasized = emphasized;
    this.#lines.forEach((line, index) => {
      // Each line is two series: the values before smoothing, and the line itself.
      const [faint, main] = [this.#plot.series[1 + 2 * index], this.#plot.series[2 + 2 * index]];
      const isOther = isOurs && line.ownerId !== ownerId;
      if (faint) faint.alpha = isOther ? ALPHA.faint * ALPHA.other : ALPHA.faint;
      if (!main) return;
      main.alpha = isOther ? ALPHA.other : ALPHA.usual;
      main.width = isOurs && !isOther ? WIDTH.pointed : WIDTH.usual;
    });
    this.#plot.redraw(false);
  }

  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height });
  }

  /** Draws the cross-hair at a position, as another chart asks for it. */
  pointAt(x: number | undefined): void {
    const left = x === undefined ? -10 : this.#plot.valToPos(x, "x");
    this.#plot.setCursor({ left, top: x === undefined ? -10 : 0 }, false);
  }

  /** Where a position is drawn, in pixels from the chart's left. */
  leftOf(x: number): number {
    return this.#plot.bbox.left / devicePixelRatio + this.#plot.valToPos(x, "x");
  }

  destroy(): void {
    this.#plot.destroy();
  }

  #data(): uPlot.AlignedData {
    const series = this.#lines.flatMap(({ xs, ys, faint }) => [
      faint ? [xs, faint] : [[], []],
      [xs, ys],
    ]);
    // uPlot's types know the columns of mode 1 only.
    return [null, ...series] as unknown as uPlot.AlignedData;
  }

  #rangeX(isLog: boolean): [number, number] {
    const range = this.#zoom ?? rangeOfXs(this.#lines, isLog) ?? { min: 1, max: 2 };
    if (range.min < range.max) return [range.min, range.max];
    const { min, max } = padRange(range, isLog);
    return [min, max];
  }

  #rangeY(isLogX: boolean, isLog: boolean): [number, number] {
    const [left, right] = this.#rangeX(isLogX);
    const range = rangeOfYs(this.#lines, { min: left, max: right }, isLog) ?? { min: 1, max: 2 };
    const { min, max } = padRange(range, isLog);
    return [min, max];
  }

  #options(
    element: HTMLElement,
    size: { width: number; height: number },
    { xKind, isLogX, isLogY }: PlotLook,
    events: PlotEvents,
  ): uPlot.Options {
    const font = `11px ${getComputedStyle(element).fontFamily}`;
    const axis: uPlot.Axis = {
      stroke: resolveColor(element, "var(--text-faint)"),
      grid: { stroke: resolveColor(element, "var(--line)"), width: 1 },
      ticks: { show: false },
      font,
      gap: 4,
    };
    const short = (_plot: uPlot, splits: (number | null)[]) =>
      splits.map((split) => (split === null ? "" : formatShort(split)));
    const scale = (isLog: boolean, range: () => [number, number]): uPlot.Scale => ({
      time: false,
      auto: true,
      range,
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- a const enum of types only
      distr: isLog ? 3 : 1,
    });
    return {
      ...size,
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- a const enum of types only
      mode: 2,
      ms: 1,
      legend: { show: false },
      padding: [8, 8, 0, 0],
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false, dist: 4 },
        points: { show: false },
        dataIdx: () => null,
        bind: {
          dblclick: () => () => (events.onZoom(undefined), null),
          mousedown: (plot, _target, handle) => (event) => {
            // With Shift the lines are moved instead of a range chosen.
            if (!event.shiftKey) return handle(event);
            this.#startPan(plot, event, isLogX, events);
            return null;
          },
        },
      },
      scales: {
        x: {
          ...scale(isLogX, () => this.#rangeX(isLogX)),
          time: xKind === "time",
        },
        y: scale(isLogY, () => this.#rangeY(isLogX, isLogY)),
      },
      axes: [
        {
          ...axis,
          scale: "x",
          size: xKind === "time" ? 36 : 24,
          space: xKind === "number" ? 56 : 72,
          ...(xKind === "number" && { values: short }),
          ...(xKind === "duration" && {
            values: (_plot, splits) => splits.map((split) => formatDuration(split)),
          }),
        },
        { ...axis, scale: "y", size: 54, space: 28, values: short },
      ],
      series: [{}, ...this.#lines.flatMap((line) => this.#seriesOf(line))],
      hooks: {
        drawAxes: [(plot) => this.#drawBands(plot)],
        draw: [(plot) => this.#drawMarks(plot)],
        setCursor: [
          (plot) => {
            const x = this.#pointed(plot);
            events.onPoint(x);
            events.onOwner(x === undefined ? undefined : this.#ownerNear(plot, x));
          },
        ],
        setSelect: [
          (plot) => {
            const { left, width } = plot.select;
            if (width <= 0) return;
            const [min, max] = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")];
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            events.onZoom({ min, max });
          },
        ],
      },
    };
  }

  #pointed(plot: uPlot): number | undefined {
    const { left = -1, top = -1 } = plot.cursor;
    return left < 0 || top < 0 ? undefined : plot.posToVal(left, "x");
  }

  /** Moves what is shown with the pointer, and tells the range when it is let go. */
  #startPan(plot: uPlot, { clientX }: MouseEvent, isLogX: boolean, { onZoom }: PlotEvents): void {
    const [min, max] = this.#rangeX(isLogX);
    const [low, high] = isLogX ? [Math.log(min), Math.log(max)] : [min, max];
    let range: Range | undefined;
    const move = (event: MouseEvent) => {
      const by = ((clientX - event.clientX) / plot.over.clientWidth) * (high - low);
      range = isLogX
        ? { min: Math.exp(low + by), max: Math.exp(high + by) }
        : { min: low + by, max: high + by };
      this.update(this.#lines, range);
    };
    const end = () => {
      document.removeEventListener("mousemove", move);
      document.removeEventListener("mouseup", end);
      if (range !== undefined) onZoom(range);
    };
    document.addEventListener("mousemove", move);
    document.addEventListener("mouseup", end);
  }

  /** Whose line is drawn nearest above or below the pointer. */
  #ownerNear(plot: uPlot, x: number): string | undefined {
    let least = REACH;
    let owner: string | undefined;
    for (const line of this.#lines) {
      const distance = Math.abs(plot.valToPos(valueAt(line, x), "y") - (plot.cursor.top ?? 0));
      if (distance < least) [least, owner] = [distance, line.ownerId];
    }
    return owner;
  }

  #seriesOf({ color, isDashed, faint }: ChartLine): uPlot.Series[] {
    const stroke = this.#colors.get(color) ?? color;
    const series: uPlot.Series = {
      stroke,
      width: WIDTH.usual,
      cap: "round",
      paths: drawPath,
      points: { show: false },
      facets: [
        { scale: "x", auto: true },
        { scale: "y", auto: true },
      ],
    };
    return [
      { ...series, width: 1, alpha: ALPHA.faint, show: faint !== undefined },
      { ...series, ...(isDashed && { dash: [5, 4] }) },
    ];
  }

  #drawBands(plot: uPlot): void {
    const { ctx } = plot;
    ctx.save();
    clipToPlot(plot);
    ctx.globalAlpha = 0.15;
    for (const { xs, band, color } of this.#lines) {
      if (band === undefined) continue;
      ctx.fillStyle = this.#colors.get(color) ?? color;
      ctx.beginPath();
      for (let index = 0; index < xs.length; index += 1) {
        ctx.lineTo(toCanvas(plot, "x", xs[index]), toCanvas(plot, "y", band.high[index]));
      }
      for (let index = xs.length - 1; index >= 0; index -= 1) {
        ctx.lineTo(toCanvas(plot, "x", xs[index]), toCanvas(plot, "y", band.low[index]));
      }
      ctx.fill();
    }
    ctx.restore();
  }

  /** Single points of short lines, and a red mark at the foot where a value was not finite. */
  #drawMarks(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    ctx.save();
    clipToPlot(plot);
    for (const { xs, ys, color, brokenXs = [] } of this.#lines) {
      if (xs.length <= MARKED_POINTS) {
        ctx.fillStyle = this.#colors.get(color) ?? color;
        xs.forEach((x, index) => {
          ctx.beginPath();
          const y = toCanvas(plot, "y", ys[index]);
          if (Number.isFinite(y)) ctx.arc(toCanvas(plot, "x", x), y, 2.2 * ratio, 0, 2 * Math.PI);
          ctx.fill();
        });
      }
      ctx.fillStyle = this.#bad;
      const bottom = bbox.top + bbox.height;
      for (const broken of brokenXs) {
        const x = toCanvas(plot, "x", broken);
        ctx.beginPath();
        ctx.moveTo(x, bottom - 7 * ratio);
        ctx.lineTo(x - 4 * ratio, bottom);
        ctx.lineTo(x + 4 * ratio, bottom);
        ctx.fill();
      }
    }
    ctx.restore();
  }
}

function clipToPlot({ ctx, bbox }: uPlot): void {
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
}

function toCanvas(plot: uPlot, scale: "x" | "y", value: number | undefined): number {
  return value === undefined ? NaN : plot.valToPos(value, scale, true);
}

const drawPath: uPlot.Series.PathBuilder = (plot, seriesIndex) => {
  const stroke = new Path2D();
  uPlot.orient(
    plot,
    seriesIndex,
    (_series, dataX, dataY, scaleX, scaleY, toX, toY, xOffset, yOffset, width, height) => {
      let isDown = false;
      for (let index = 0; index < dataX.length; index += 1) {
        const x = toX(dataX[index] ?? NaN, scaleX, width, xOffset);
        const y = toY(dataY[index] ?? NaN, scaleY, height, yOffset);
        if (!Number.isFinite(x) || !Number.isFinite(y)) {
          isDown = false;
        } else if (isDown) {
          stroke.lineTo(x, y);
        } else {
          stroke.moveTo(x, y);
          isDown = true;
        }
      }
      return null;
    },
  );
  return { stroke };
};
