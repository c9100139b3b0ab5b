import { platform } from "#platform";
import { requireActiveRun } from "../fluent/start-run.ts";
import { writeJson } from "../models/python-json.ts";
import type { Dataset } from "./data.ts";

/**
 * Links a dataset to the active run, which used it: `context` says what for.
 *
 * @throws MlflowError what the server refuses.
 * @example
 * await mlflow.logInput(mlflow.data.fromTable(rows, { name: "flats" }), "training");
 */
export async function logInput(
  dataset: Dataset,
  context?: string,
  tags: Readonly<Record<string, string>> = {},
): Promise<void> {
  const run = requireActiveRun();
  const all = { ...tags, ...(context !== undefined && { "mlflow.data.context": context }) };
  const { name, digest, schema, profile } = dataset;
  await run.connection.client.logInputs({
    run_id: run.info.runId,
    datasets: [
      {
        dataset: { name, digest, schema, profile, ...(await describeSource(dataset.source)) },
        tags: Object.entries(all).map(([key, value]) => ({ key, value })),
      },
    ],
  });
}

/** MLflow: by the address's scheme; a path is local, and a dataset without source is of its program. */
async function describeSource(source: string | undefined) {
  if (source === undefined) {
    const { "mlflow-ts.node_version": _, ...tags } = await platform.describeProgram();
    return { source_type: "code", source: writeJson({ tags }) };
  }
  const [, scheme = ""] = /^([a-z][a-z\d+.-]+):/i.exec(source) ?? [];
  if (/^https?$/i.test(scheme)) return { source_type: "http", source: writeJson({ url: source }) };
  const isLocal = scheme === "" || scheme === "file";
  return { source_type: isLocal ? "local" : scheme, source: writeJson({ uri: source }) };
}
