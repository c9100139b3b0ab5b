import { platform } from "#platform";
import { refusal } from "../../logging/check-entry.ts";
import { MlflowError } from "../../mlflow-error.ts";
import { type Chart, type ChartSize, toChart } from "./chart.ts";
import { toStillPage } from "./page.ts";
import { encodeSpecification } from "./specification.ts";

/** What draws itself: a node canvas, a sharp image and the like, or a page's canvas. */
export type Drawing =
  | { toBuffer(type?: string): Uint8Array | Promise<Uint8Array> }
  | { toDataURL(type?: string): string };

/**
 * An SVG text, what draws itself, or a chart that a library draws: a Vega or Vega-Lite
 * specification, an ECharts option, a Plotly figure.
 */
export type Figure = string | Drawing | object;

/** How large a figure is drawn. */
export interface FigureOptions {
  /** Of an ECharts or Plotly figure, in pixels; 700 when not given. Vega's state their own. */
  readonly width?: number;
  /** 450 when not given. */
  readonly height?: number;
  /** A PNG's pixels for each of the figure's: 2, so that it is sharp on today's screens. */
  readonly scale?: number;
}

const DRAWN_TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  pdf: "application/pdf",
};

/**
 * A figure as a file of the kind that `path` ends with.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a pair that can't be made, saying which can;
 * MISSING_LIBRARY with the command that installs what draws it.
 */
export async function drawFigure(
  figure: Figure,
  path: string,
  options: FigureOptions = {},
): Promise<Blob> {
  const size = checkSize(options);
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  if (isDrawing(figure)) {
    const type = DRAWN_TYPES[extension];
    const image = type && (await drawItself(figure, type));
    // A page's canvas makes a PNG of what it can't make.
    if (image && image.type === type) return image;
    throw unsupported("A drawing", "png, .jpg or, by a node canvas, .pdf", path);
  }
  if (extension === "json" && typeof figure === "object" && figure !== null) {
    return new Blob([encodeSpecification(figure)], { type: "application/json" });
  }
  const chart = recognize(figure, size);
  const drawn = await draw(chart, extension, path, size);
  if (drawn !== undefined) return drawn;
  const more = typeof figure === "string" ? "" : ", .json";
  throw unsupported(`The ${chart.name}`, `png, .svg${more} or .html`, path);
}

async function draw(
  chart: Chart,
  extension: string,
  path: string,
  { scale }: ChartSize,
): Promise<Blob | undefined> {
  try {
    if (extension === "svg") return new Blob([await chart.toSvg()], { type: "image/svg+xml" });
    if (extension === "html") return new Blob([await chart.toPage(path)], { type: "text/html" });
    if (extension !== "png") return undefined;
    if (chart.toPng !== undefined) return await chart.toPng();
    return await platform.figures.toPng(await chart.toSvg(), scale);
  } catch (error) {
    if (error instanceof MlflowError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new MlflowError(
      "INVALID_PARAMETER_VALUE",
      `The ${chart.name} can't be drawn as '${path}': ${reason}`,
      400,
      { cause: error },
    );
  }
}

function isDrawing(figure: Figure): figure is Drawing {
  if (typeof figure !== "object" || figure === null) return false;
  return "toBuffer" in figure || "toDataURL" in figure;
}

/** As an image of the type; the `type` of the answer says which it became. */
export async function drawItself(drawing: Drawing, type: string): Promise<Blob> {
  if ("toBuffer" in drawing) {
    return new Blob([new Uint8Array(await drawing.toBuffer(type))], { type });
  }
  return (await fetch(drawing.toDataURL(type))).blob();
}

function recognize(figure: Figure, size: ChartSize): Chart {
  if (typeof figure === "string" && /<svg[\s>]/i.test(figure)) return svgChart(figure);
  if (typeof figure === "object" && figure !== null) return toChart(figure, size);
  throw refusal(
    "This is no figure: pass an SVG text, something with a toBuffer(), or a chart's specification.",
  );
}

/** A drawing that is there already. */
function svgChart(svg: string): Chart {
  return {
    name: "SVG text",
    toSvg: async () => svg,
    toPage: async (title) => toStillPage(title, svg),
  };
}

function checkSize({ width = 700, height = 450, scale = 2 }: FigureOptions): ChartSize {
  for (const [name, value, most] of [
    ["width", width, 10_000],
    ["height", height, 10_000],
    ["scale", scale, 10],
  ] as const) {
    if (typeof value === "number" && value > 0 && value <= most) continue;
    throw refusal(`Invalid value ${String(value)} for '${name}': a number up to ${most}.`);
  }
  return { width, height, scale };
}

function unsupported(what: string, extensions: string, path: string) {
  return refusal(`${what} is written as .${extensions}; '${path}' is neither.`);
}
