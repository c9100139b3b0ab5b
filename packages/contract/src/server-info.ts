import { z } from "zod";
import { endpoint } from "./endpoint.ts";

export const serverInfo = {
  getServerInfo: endpoint({
    methods: ["GET"],
    path: "/mlflow/server-info",
    since: 3,
    permission: "read",
    summary: "What this server can do; clients ask it before they choose how to upload.",
    request: z.object({}),
    response: z.object({
      store_type: z.string(),
      workspaces_enabled: z.boolean(),
      trace_archival_enabled: z.boolean(),
      multipart_uploads_enabled: z.boolean(),
      multipart_downloads_enabled: z.boolean(),
      presigned_upload_run_id_supported: z.boolean(),
      presigned_upload_model_id_supported: z.boolean(),
      features_enabled: z.record(z.string(), z.boolean()),
    }),
  }),
};
