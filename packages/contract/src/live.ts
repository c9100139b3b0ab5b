import { z } from "zod";
import { endpoint } from "./endpoint.ts";

/** What of a run has changed. */
const RunChange = z.object({
  run_id: z.string(),
  experiment_id: z.string().optional(),
  /** `metrics` alone says that everything else is as it was. */
  what: z.array(z.enum(["created", "deleted", "info", "data", "metrics"])),
});

/** One `change` event of the live stream. */
export const Change = z.object({
  /** Too much has changed to name it, or another program changed the database. */
  everything: z.boolean().optional(),
  /** Some experiment was made, renamed, tagged, deleted or restored. */
  experiments: z.boolean().optional(),
  /** Some logged model has changed. */
  models: z.boolean().optional(),
  runs: z.array(RunChange).optional(),
});
export type Change = z.infer<typeof Change>;
export type RunChange = z.infer<typeof RunChange>;

export const live = {
  watchChanges: endpoint({
    methods: ["GET"],
    path: "/mlflow-ts/live",
    since: 2,
    permission: "read",
    summary:
      "What changes, as server-sent events of the type change, each with a JSON object; within " +
      "two seconds, and together what changes together.",
    request: z.object({}),
    response: Change,
    transfer: "events",
  }),
};
