import type * as resvg from "@resvg/resvg-js";
import { loadLibrary } from "../artifacts/figures/libraries.ts";
import { refusal } from "../logging/check-entry.ts";
import { drawPlotlyInChrome } from "./chrome.ts";
import { readLibrary } from "./library-files.ts";
import type { FigurePlatform } from "./platform.ts";

const MAX_PIXELS = 100_000_000;

export const figures: FigurePlatform = { toPng, readLibrary, drawPlotly: drawPlotlyInChrome };

let hasFonts: boolean | undefined;

async function toPng(svg: string, scale: number): Promise<Blob> {
  const { Resvg, renderAsync } = await loadLibrary("@resvg/resvg-js");
  const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
  if (width * height * scale ** 2 > MAX_PIXELS) {
    throw refusal(
      `A drawing of ${width} by ${height} is too large for a PNG at scale ${scale}: ${MAX_PIXELS} pixels are the most.`,
    );
  }
  if (svg.includes("<text") && !(hasFonts ??= canDrawText(Resvg))) {
    console.warn(
      "mlflow: No font is installed on this machine, so figures as PNG lack their text: install one, such as fonts-dejavu-core.",
    );
  }
  // White, as a page's ground may be dark and a figure's text is.
  const image = await renderAsync(withoutSerifs(svg), {
    fitTo: { mode: "zoom", value: scale },
    background: "white",
  });
  return new Blob([new Uint8Array(image.asPng())], { type: "image/png" });
}

/** Where Arial is missing, resvg would take any font for the one that charts ask for. */
function withoutSerifs(svg: string): string {
  return svg.replaceAll(
    /(font-family(?:="|:)[^";>]*)\bsans-serif\b/g,
    "$1Arial, Helvetica, Liberation Sans, DejaVu Sans, Noto Sans, sans-serif",
  );
}

function canDrawText(Resvg: typeof resvg.Resvg): boolean {
  const text = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>a</text></svg>';
  return new Resvg(text).getBBox() !== undefined;
}
