import type { Handlers, TrackingContract } from "@mlflow-ts/contract";
import type { ArtifactPlaces } from "@mlflow-ts/store";

export const serverInfoHandlers = ({ destination }: ArtifactPlaces) =>
  ({
    getServerInfo: () => ({
      // MLflow: clients and pages know "SqlStore" and "FileStore".
      store_type: "SqlStore",
      workspaces_enabled: false,
      trace_archival_enabled: false,
      // A local folder takes and gives files whole.
      multipart_uploads_enabled: destination?.signed?.parts !== undefined,
      multipart_downloads_enabled: destination?.signed !== undefined,
      // The requests are understood; whether a store can sign a URL shows at each.
      presigned_upload_run_id_supported: true,
      presigned_upload_model_id_supported: true,
      features_enabled: { gateway: false },
    }),
  }) satisfies Partial<Handlers<TrackingContract>>;
