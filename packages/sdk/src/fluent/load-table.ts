import type { SplitTable } from "../artifacts/table.ts";
import { MlflowError } from "../mlflow-error.ts";
import { loadDict } from "./artifacts.ts";
import { searchRuns } from "./search.ts";

/**
 * The rows of a table that runs logged by `logTable`, those of all runs after one another, each
 * with its `run_id`. Without IDs, of the runs of the experiment that was set, as far as they have
 * it.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when none of the runs has the table.
 * @example
 * await mlflow.startRun({ runId }, () =>
 *   mlflow.logTable({ input: ["a", "b"], label: [0, 1] }, "predictions.json"),
 * );
 * const table = await mlflow.loadTable("predictions.json", { runIds: [runId] });
 * console.log(table[0]?.["label"]);
 */
export async function loadTable(
  artifactFile: string,
  options: { readonly runIds?: readonly string[] } = {},
): Promise<Record<string, unknown>[]> {
  const runIds = options.runIds ?? (await searchRuns()).map(({ info }) => info.runId);
  const tables = await Promise.all(runIds.map((runId) => readRows(runId, artifactFile)));
  if (tables.every((rows) => rows === undefined)) {
    const message = `None of the ${runIds.length} runs has the table '${artifactFile}'.`;
    throw new MlflowError("RESOURCE_DOES_NOT_EXIST", message, 404);
  }
  return tables.flatMap((rows) => rows ?? []);
}

async function readRows(
  runId: string,
  artifactPath: string,
): Promise<Record<string, unknown>[] | undefined> {
  try {
    const { columns, data } = (await loadDict({ runId, artifactPath })) as SplitTable;
    return data.map((row) => ({
      ...Object.fromEntries(columns.map((column, place) => [column, row[place]])),
      run_id: runId,
    }));
  } catch (error) {
    // MLflow's own server says 500 of a file that is not there.
    if (error instanceof MlflowError && (error.status === 404 || error.status === 500)) return;
    throw error;
  }
}
