import { refusal } from "../logging/check-entry.ts";

/** What draws itself: a node canvas, a sharp image and the like. */
export interface Drawing {
  toBuffer(type?: string): Uint8Array | Promise<Uint8Array>;
}

/** An SVG text, what draws itself, or a specification: Vega, Vega-Lite, ECharts, Plotly. */
export type Figure = string | Drawing | object;

const IMAGE_TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  pdf: "application/pdf",
};

/**
 * A figure as a file of the kind that `path` ends with: an SVG as .svg or .html, what has a
 * `toBuffer()` as .png, .jpg or .pdf, a specification as .json.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a pair that can't be made, saying which can.
 */
export async function drawFigure(figure: Figure, path: string): Promise<Blob> {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  if (typeof figure === "string" && /<svg[\s>]/i.test(figure)) {
    if (extension === "svg") return new Blob([figure], { type: "image/svg+xml" });
    if (extension === "html") return new Blob([toPage(figure, path)], { type: "text/html" });
    throw unsupported("An SVG text", "svg, .html", path);
  }
  if (isDrawing(figure)) {
    const type = IMAGE_TYPES[extension];
    if (type === undefined) throw unsupported("What has a toBuffer()", "png, .jpg, .pdf", path);
    return new Blob([new Uint8Array(await figure.toBuffer(type))], { type });
  }
  if (typeof figure === "object" && figure !== null) {
    if (extension === "json")
      return new Blob([JSON.stringify(figure)], { type: "application/json" });
    throw unsupported(
      "A chart's specification",
      "json; draw it with its library for an image (an SVG text, or what has a toBuffer())",
      path,
    );
  }
  throw refusal(
    "This is no figure: pass an SVG text, something with a toBuffer(), or a chart's specification.",
  );
}

function isDrawing(figure: Figure): figure is Drawing {
  return typeof figure === "object" && figure !== null && "toBuffer" in figure;
}

function toPage(svg: string, path: string): string {
  const title = path.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<!doctype html>\n<meta charset="utf-8">\n<title>${title}</title>\n${svg}\n`;
}

function unsupported(what: string, extensions: string, path: string) {
  return refusal(`${what} is written as .${extensions}; '${path}' is neither.`);
}
