import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { int64, optional, repeated, requiredText, text } from "./wire.ts";

export const InputTag = z.object({ key: requiredText(), value: text() });

export const Dataset = z.object({
  name: requiredText(),
  digest: requiredText(),
  source_type: requiredText(),
  source: requiredText(),
  schema: optional(text()),
  profile: optional(text()),
});

export const DatasetInput = z.object({ tags: repeated(InputTag), dataset: Dataset });
export type DatasetInput = z.output<typeof DatasetInput>;

/** A dataset as a run's answer has it: without `tags` when it has none. */
export const UsedDataset = DatasetInput.extend({ tags: z.array(InputTag).optional() });
export type UsedDataset = z.infer<typeof UsedDataset>;

export const ModelInput = z.object({ model_id: requiredText() });
export const ModelOutput = z.object({ model_id: requiredText(), step: optional(int64()) });

const DatasetSummary = z.object({
  experiment_id: z.string(),
  name: z.string(),
  digest: z.string(),
  context: z.string().optional(),
});

export const inputs = {
  searchDatasets: endpoint({
    methods: ["POST"],
    path: "/mlflow/experiments/search-datasets",
    since: 2,
    permission: "read",
    summary: "The datasets that runs of up to 20 experiments used.",
    request: z.object({ experiment_ids: repeated(text()) }),
    response: z.object({ dataset_summaries: z.array(DatasetSummary).optional() }),
  }),
};
