import { logInputs } from "../fluent/links.ts";
import type { Dataset } from "./data.ts";

/**
 * Links a dataset to the active run, which used it: `context` says what for.
 *
 * @throws MlflowError what the server refuses; CONNECTION_FAILED while it is away.
 * @example
 * await mlflow.logInput(mlflow.data.fromTable(rows, { name: "flats" }), "training");
 */
export async function logInput(
  dataset: Dataset,
  context?: string,
  tags: Readonly<Record<string, string>> = {},
): Promise<void> {
  await logInputs([{ dataset, tags, ...(context !== undefined && { context }) }]);
}
