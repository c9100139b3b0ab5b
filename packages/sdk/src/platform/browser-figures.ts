import { loadLibrary } from "../artifacts/figures/libraries.ts";
import { MlflowError } from "../mlflow-error.ts";
import type { FigurePlatform } from "./platform.ts";

/** What of a page is used; this package's types know no DOM. */
interface PageImage {
  readonly naturalWidth: number;
  readonly naturalHeight: number;
  src: string;
  decode(): Promise<void>;
}
interface PageCanvas {
  getContext(kind: "2d"): {
    fillStyle: string;
    fillRect(x: number, y: number, width: number, height: number): void;
    drawImage(image: PageImage, x: number, y: number, width: number, height: number): void;
  };
  convertToBlob(options: { type: string }): Promise<Blob>;
}
const page = globalThis as {
  Image?: new () => PageImage;
  OffscreenCanvas?: new (width: number, height: number) => PageCanvas;
};

export const figures: FigurePlatform = {
  toPng,
  // A page can't read a library's files: its figures as HTML are still ones.
  readLibrary: async () => undefined,
  async drawPlotly(figure, format, size) {
    const { width, height, scale } = size;
    const Plotly = await loadLibrary("plotly.js-dist-min");
    return Plotly.toImage(JSON.parse(figure), { format, width, height, scale });
  },
};

/** The page's own canvas draws what its own images show. */
async function toPng(svg: string, scale: number): Promise<Blob> {
  const { Image, OffscreenCanvas } = page;
  if (Image === undefined || OffscreenCanvas === undefined) {
    throw new MlflowError(
      "INVALID_STATE",
      "A worker can't turn a drawing into a PNG: log it as .svg, or from the page.",
      0,
    );
  }
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const width = image.naturalWidth * scale;
  const height = image.naturalHeight * scale;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  return canvas.convertToBlob({ type: "image/png" });
}
