import { ApiError, type RequestOf, type ResponseOf } from "@mlflow-ts/contract";
import { isIn } from "../db/in-list.ts";
import { parseExperimentId } from "../ids.ts";
import type { Store } from "../store.ts";

const MAX_EXPERIMENTS = 20;
const MAX_SUMMARIES = 1000;
const CONTEXT_TAG = "mlflow.data.context";

/** The datasets that runs of some experiments used, each with the context of its use. */
export async function searchDatasets(
  store: Store,
  request: RequestOf<"searchDatasets">,
): Promise<ResponseOf<"searchDatasets">> {
  const { experiment_ids } = request;
  if (experiment_ids.length === 0) {
    throw ApiError.invalidParameter(
      "SearchDatasets request must specify at least one experiment_id.",
    );
  }
  if (experiment_ids.length > MAX_EXPERIMENTS) {
    throw ApiError.invalidParameter(
      `SearchDatasets request cannot specify more than ${MAX_EXPERIMENTS} experiment_ids. ` +
        `Received ${experiment_ids.length} experiment_ids.`,
    );
  }
  const rows = await store.database.read
    .selectFrom("datasets")
    .innerJoin("inputs", "inputs.source_id", "datasets.dataset_uuid")
    .leftJoin("input_tags", (join) =>
      join
        .onRef("input_tags.input_uuid", "=", "inputs.input_uuid")
        .on("input_tags.name", "=", CONTEXT_TAG),
    )
    .select([
      "datasets.experiment_id",
      "datasets.name",
      "datasets.digest",
      "input_tags.value as context",
    ])
    .distinct()
    .where(isIn("datasets.experiment_id", experiment_ids.map(parseExperimentId)))
    .limit(MAX_SUMMARIES)
    .execute();
  if (rows.length === 0) return {};
  return {
    dataset_summaries: rows.map(({ experiment_id, name, digest, context }) => ({
      experiment_id: String(experiment_id),
      name,
      digest,
      ...(context && { context }),
    })),
  };
}
