import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { optional, requiredText, text } from "./wire.ts";

/** A run's files or a logged model's: exactly one of the two ids is given. */
const owner = { run_id: optional(text()), model_id: optional(text()) };

/** Ways to artifacts that MLflow's server does not have, for the web page. */
export const artifactViews = {
  previewArtifact: endpoint({
    methods: ["GET"],
    path: "/preview-artifact",
    root: true,
    since: 2,
    permission: "read",
    summary:
      "One HTML or PDF file of a run or a logged model, to be shown in a frame: under a policy " +
      "that keeps it from this server and from the page around it.",
    request: z.object({ ...owner, path: requiredText() }),
    response: z.unknown(),
    transfer: "download",
  }),
  downloadArtifacts: endpoint({
    methods: ["GET"],
    path: "/download-artifacts",
    root: true,
    since: 2,
    permission: "read",
    summary: "A folder of a run's or a logged model's files, or all of them, as one zip archive.",
    request: z.object({ ...owner, path: optional(text()) }),
    response: z.unknown(),
    transfer: "archive",
  }),
};
