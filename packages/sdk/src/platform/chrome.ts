import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { MlflowError } from "../mlflow-error.ts";
import { runInChrome } from "./chrome-session.ts";
import { readLibrary } from "./library-files.ts";
import type { FigurePlatform } from "./platform.ts";

const NAMES = [
  "google-chrome",
  "google-chrome-stable",
  "chromium",
  "chromium-browser",
  "chrome.exe",
  "msedge.exe",
];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

/**
 * Plotly draws with what only a browser has, so an installed Chrome draws for it.
 *
 * @throws MlflowError MISSING_LIBRARY when there is none.
 */
export const drawPlotlyInChrome: FigurePlatform["drawPlotly"] = async (figure, format, size) => {
  const program = findChrome();
  const library = await readLibrary("plotly.js-dist-min", "plotly.min.js");
  const options = JSON.stringify({ ...size, format });
  return runInChrome(program, [library, `Plotly.toImage(${figure}, ${options})`]);
};

function findChrome(): string {
  const given = process.env["CHROME_PATH"];
  if (given !== undefined && given !== "") return given;
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...onPath, ...PLACES].find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new MlflowError(
    "MISSING_LIBRARY",
    "Plotly draws images with a browser, and no Chrome or Chromium was found: install one, name it " +
      "by CHROME_PATH, or log the figure as .html or .json, which need none.",
    0,
  );
}
