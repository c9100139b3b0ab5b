import {
  type ChartLine,
  padRange,
  type Range,
  rangeOfXs,
  rangeOfYs,
} from "../../components/chart-line.ts";
import { formatShort } from "../../format/metric-value.ts";
import { escapeXml } from "./escape-xml.ts";

export interface SvgLook {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly isLogX: boolean;
  readonly isLogY: boolean;
  readonly zoom: Range | undefined;
  readonly formatX: (x: number) => string;
  /** Plain colours: a file knows no variables. */
  readonly colors: { readonly ground: string; readonly text: string; readonly grid: string };
  readonly colorOf: (line: ChartLine) => string;
}

const LEFT = 60;
const RIGHT = 16;
const TOP = 34;
const LEGEND_ROW = 18;
const MAX_LEGEND = 30;

/** A chart as an SVG text, with its title and legend, for a paper or a slide. */
export function drawSvg(lines: readonly ChartLine[], look: SvgLook): string {
  const { width, isLogX, isLogY, colors } = look;
  const legend = lines.slice(0, MAX_LEGEND);
  const height = look.height + LEGEND_ROW * legend.length + 8;
  const bottom = look.height - 30;
  const x = look.zoom ?? spread(rangeOfXs(lines, isLogX), isLogX);
  const y = padRange(rangeOfYs(lines, x, isLogY) ?? { min: 1, max: 2 }, isLogY);
  const toX = scaleTo(x, isLogX, LEFT, width - RIGHT);
  const toY = scaleTo(y, isLogY, bottom, TOP);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="${colors.ground}"/>`,
    `<text x="${LEFT}" y="20" font-size="14" font-weight="600" fill="${colors.text}">${escapeXml(look.title)}</text>`,
    `<clipPath id="plot"><rect x="${LEFT}" y="${TOP}" width="${width - LEFT - RIGHT}" height="${bottom - TOP}"/></clipPath>`,
  ];
  for (const tick of chooseTicks(y, isLogY)) {
    const at = round(toY(tick));
    parts.push(
      `<path d="M${LEFT} ${at}H${width - RIGHT}" stroke="${colors.grid}"/>`,
      `<text x="${LEFT - 6}" y="${at + 4}" text-anchor="end" fill="${colors.text}">${formatShort(tick)}</text>`,
    );
  }
  for (const tick of chooseTicks(x, isLogX)) {
    const at = round(toX(tick));
    parts.push(
      `<path d="M${at} ${TOP}V${bottom}" stroke="${colors.grid}"/>`,
      `<text x="${at}" y="${bottom + 16}" text-anchor="middle" fill="${colors.text}">${escapeXml(look.formatX(tick))}</text>`,
    );
  }
  for (const line of lines) {
    const color = look.colorOf(line);
    const draw = (ys: readonly number[], attributes: string) =>
      parts.push(
        `<path d="${toPath(line.xs, ys, toX, toY)}" fill="none" stroke="${color}" ${attributes} stroke-linejoin="round" clip-path="url(#plot)"/>`,
      );
    if (line.band) {
      const { low, high } = line.band;
      const outline = [...line.xs, ...line.xs.toReversed()];
      const d = toPath(outline, [...high, ...low.toReversed()], toX, toY);
      parts.push(`<path d="${d}Z" fill="${color}" fill-opacity="0.15" clip-path="url(#plot)"/>`);
    }
    if (line.faint) draw(line.faint, 'stroke-opacity="0.25"');
    draw(line.ys, `stroke-width="1.5"${line.isDashed ? ' stroke-dasharray="5 4"' : ""}`);
  }
  legend.forEach((line, index) => {
    const at = look.height + index * LEGEND_ROW;
    parts.push(
      `<rect x="${LEFT}" y="${at - 4}" width="14" height="3" fill="${look.colorOf(line)}"/>`,
      `<text x="${LEFT + 20}" y="${at + 1}" fill="${colors.text}">${escapeXml(line.name)}</text>`,
    );
  });
  parts.push("</svg>");
  return parts.join("\n");
}

function spread(range: Range | undefined, isLog: boolean): Range {
  if (range === undefined) return { min: 1, max: 2 };
  return range.min === range.max ? padRange(range, isLog) : range;
}

function scaleTo({ min, max }: Range, isLog: boolean, from: number, to: number) {
  const place = isLog ? Math.log : (value: number) => value;
  const [low, high] = [place(min), place(max)];
  return (value: number) => from + ((place(value) - low) / (high - low)) * (to - from);
}

function toPath(
  xs: readonly number[],
  ys: readonly number[],
  toX: (x: number) => number,
  toY: (y: number) => number,
): string {
  let path = "";
  let isDown = false;
  xs.forEach((x, index) => {
    const [left, top] = [toX(x), toY(ys[index] ?? NaN)];
    const isDrawn = Number.isFinite(left) && Number.isFinite(top);
    if (isDrawn) path += `${isDown ? "L" : "M"}${round(left)} ${round(top)}`;
    isDown = isDrawn;
  });
  return path;
}

/** About five round values of a range; on a logarithmic scale powers of ten. */
export function chooseTicks({ min, max }: Range, isLog: boolean): number[] {
  if (isLog) {
    const [from, to] = [Math.ceil(Math.log10(min)), Math.floor(Math.log10(max))];
    const powers = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => 10 ** (from + i));
    if (powers.length >= 2) return powers;
  }
  const rough = (max - min) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  // A border that is a round value itself may come out a little beyond itself.
  const [from, to] = [Math.ceil(min / step - 1e-9), Math.floor(max / step + 1e-9)];
  for (let index = from; index <= to; index += 1) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

const round = (value: number) => Math.round(value * 10) / 10;
