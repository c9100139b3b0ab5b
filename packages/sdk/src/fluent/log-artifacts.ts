import { platform } from "#platform";
import {
  drawFigure,
  drawItself,
  type Drawing,
  type Figure,
  type FigureOptions,
} from "../artifacts/figures/figure.ts";
import { appendTable, type SplitTable, type TableInput, toSplitTable } from "../artifacts/table.ts";
import { joinPath } from "../artifacts/upload.ts";
import { checkInteger, checkKey, type Integer, refusal } from "../logging/check-entry.ts";
import { isClientRunId } from "../logging/create-run.ts";
import { isOutage } from "../logging/send-operation.ts";
import { MlflowError } from "../mlflow-error.ts";
import { randomUuid } from "../random-uuid.ts";
import type { ActiveRun } from "./active-run.ts";
import { requireActiveRun } from "./start-run.ts";

const MAX_AT_ONCE = 4;

/**
 * Logs one file of this machine, into the folder `artifactPath` of the run's artifacts. While the
 * server is away the file is kept on disk and sent later.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when there is no such file, or for a path that leaves
 * the run's folder; what the server refuses.
 * @example
 * await mlflow.logArtifact("settings.json", "config");
 */
export function logArtifact(localPath: string, artifactPath?: string): Promise<void> {
  return logArtifacts(localPath, artifactPath);
}

/**
 * Logs every file of a folder of this machine, with the folders below it, four at a time.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when there is no such folder; what the server
 * refuses.
 * @example
 * await mlflow.logArtifacts("reports", "reports");
 */
export async function logArtifacts(localFolder: string, artifactPath?: string): Promise<void> {
  const run = requireActiveRun();
  const files = await platform.listFiles(localFolder);
  const upload = async (): Promise<void> => {
    for (let file = files.pop(); file !== undefined; file = files.pop()) {
      await run.storeArtifact(joinPath(artifactPath, file.path), await file.open());
    }
  };
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, upload));
}

/**
 * Logs a text as the file `artifactFile`, such as `notes/summary.md`.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a path that leaves the run's folder; what the
 * server refuses.
 * @example
 * await mlflow.logText("# What was tried", "notes/summary.md");
 */
export function logText(text: string, artifactFile: string): Promise<void> {
  return requireActiveRun().storeArtifact(artifactFile, new Blob([text]));
}

/**
 * Logs a value as JSON; JSON is YAML too, so the file may be named .yaml.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a path that leaves the run's folder; what the
 * server refuses.
 * @example
 * await mlflow.logDict({ layers: [64, 10], dropout: 0.1 }, "config.yaml");
 */
export function logDict(dictionary: object, artifactFile: string): Promise<void> {
  return logText(JSON.stringify(dictionary, null, 2), artifactFile);
}

/**
 * Logs rows as a table that MLflow's page and `mlflow.load_table` show; rows that the file has
 * already stay, these follow them.
 *
 * @param table columns by name, all of one length, or a list of rows.
 * @param artifactFile its name ends in .json.
 * @throws MlflowError INVALID_PARAMETER_VALUE when columns differ in length or the file is no
 * .json; what the server refuses.
 * @example
 * await mlflow.logTable({ input: ["a", "b"], label: [0, 1] }, "predictions.json");
 * await mlflow.logTable([{ input: "c", label: 1 }], "predictions.json");
 */
export async function logTable(table: TableInput, artifactFile: string): Promise<void> {
  if (!artifactFile.endsWith(".json")) {
    throw refusal(`Invalid table file '${artifactFile}': its name must end in .json.`);
  }
  const run = requireActiveRun();
  const rows = toSplitTable(table);
  const before = await readRows(run, artifactFile);
  const whole = before === undefined ? rows : appendTable(before, rows);
  await run.storeArtifact(artifactFile, new Blob([JSON.stringify(whole)]));
  if (isClientRunId(run.info.runId)) keepRows(run, artifactFile, whole);
  run.setTag("mlflow.loggedArtifacts", [{ path: artifactFile, type: "table" }]);
}

/** The tables of runs that the server does not know yet. */
const kept = new WeakMap<ActiveRun, Map<string, SplitTable>>();

function keepRows(run: ActiveRun, path: string, table: SplitTable): void {
  const tables = kept.get(run) ?? new Map<string, SplitTable>();
  kept.set(run, tables.set(path, table));
}

async function readRows(run: ActiveRun, path: string): Promise<SplitTable | undefined> {
  try {
    const response = await run.readArtifact(path);
    return response && ((await response.json()) as SplitTable);
  } catch (error) {
    // What a run logged that was begun offline is known here only.
    if (isOutage(error) && isClientRunId(run.info.runId)) return kept.get(run)?.get(path);
    throw error;
  }
}

/**
 * Where an image belongs: a file, or a key with a step (0 when not given) and a time (milliseconds
 * since 1970; now when not given).
 */
export type ImagePlace =
  string | { readonly key: string; readonly step?: Integer; readonly timestamp?: Integer };

/**
 * Logs an image as a file, or by key and step, to be looked through step by step. It is encoded
 * (the bytes of a PNG) or draws itself, as a node canvas does.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a key, step or path that can't be; what the
 * server refuses.
 * @example
 * await mlflow.logImage(png, { key: "samples", step: epoch });
 * await mlflow.logImage(png, "samples/first.png");
 */
export async function logImage(image: Uint8Array | Drawing, place: ImagePlace): Promise<void> {
  const run = requireActiveRun();
  const isEncoded = image instanceof Uint8Array;
  const blob = isEncoded ? new Blob([new Uint8Array(image)]) : await drawItself(image, "image/png");
  await run.storeArtifact(imagePath(place), blob);
}

/**
 * Logs a figure by its file's extension. A Vega-Lite or Vega specification, an ECharts option and a
 * Plotly figure become .png, .svg, .html or .json; an SVG text .png, .svg or .html; a canvas, of a
 * page or in Node.js what has a `toBuffer()`, .png, .jpg or .pdf. A page holds all it needs: it
 * opens without a network. What draws is imported at the first figure: vega and vega-lite, echarts,
 * or plotly.js-dist-min, and for PNG @resvg/resvg-js. Plotly draws images by an installed Chrome.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a figure that can't become such a file;
 * MISSING_LIBRARY with the command that installs what draws it; what the server refuses.
 * @example
 * const values = [{ digit: "0", count: 12 }, { digit: "1", count: 9 }];
 * await mlflow.logFigure(
 *   { mark: "bar", data: { values }, encoding: { x: { field: "digit" }, y: { field: "count" } } },
 *   "plots/digits.json",
 * );
 * await mlflow.logFigure('<svg xmlns="http://www.w3.org/2000/svg"/>', "plots/empty.svg");
 */
export async function logFigure(
  figure: Figure,
  artifactFile: string,
  options?: FigureOptions,
): Promise<void> {
  const run = requireActiveRun();
  await run.storeArtifact(artifactFile, await drawFigure(figure, artifactFile, options));
}

/**
 * The active run's artifacts' address, or that of one of them.
 *
 * @throws MlflowError INVALID_STATE when the server, which chooses the address, has not told it
 * yet: before `await flush()` in a run that began by itself, or while the server is away.
 * @example
 * await mlflow.startRun(() => console.log(mlflow.getArtifactUri("plots/confusion.png")));
 */
export function getArtifactUri(artifactPath?: string): string {
  const { runId, artifactUri } = requireActiveRun().info;
  if (artifactUri !== "") return joinPath(artifactUri, artifactPath);
  const message = `The server has not yet said where the artifacts of run ${runId} are.`;
  throw new MlflowError("INVALID_STATE", message, 400);
}

/** MLflow: the names by which its page, and ours, find images by key and step. */
function imagePath(place: ImagePlace): string {
  if (typeof place === "string") return place;
  const { key, step = 0, timestamp = Date.now() } = place;
  checkKey(key, "key");
  checkInteger(step, "step");
  checkInteger(timestamp, "timestamp");
  const name = key.replaceAll("/", "~");
  return `images/${name}+step+${step}+timestamp+${timestamp}+${randomUuid()}.png`;
}
