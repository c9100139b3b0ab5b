export type { Database, News, Queries } from "./db/database.ts";
export { inspectSqlite } from "./db/inspect-sqlite.ts";
export type { NetworkedDialect } from "./db/networked/engine.ts";
export { inspectNetworked } from "./db/networked/inspect.ts";
export type { NetworkedOptions } from "./db/networked/open-networked.ts";
export { SchemaError } from "./db/schema-error.ts";
export { UnreachableError } from "./db/unreachable-error.ts";
export { checkDatabase, closeStore, type DatabasePlace, openStore, type Store } from "./store.ts";
export {
  findGarbage,
  type Garbage,
  type GarbageChoice,
  type GarbageKind,
  type Kept,
} from "./gc/find-garbage.ts";
export { GarbagePlaces, type RemovableArtifacts } from "./gc/garbage-place.ts";
export { measureArtifacts, removeArtifacts, removeRows } from "./gc/remove-garbage.ts";
export { getExperiment, getExperimentByName } from "./experiments/read-experiments.ts";
export * from "./experiments/write-experiments.ts";
export { createRun } from "./runs/create-run.ts";
export { findExperimentIds } from "./runs/find-experiment-ids.ts";
export { getRun } from "./runs/get-run.ts";
export { deleteRun, restoreRun, updateRun } from "./runs/update-run.ts";
export { deleteTag, setTag } from "./runs/write-tags.ts";
export { logParam } from "./runs/write-params.ts";
export { logBatch } from "./runs/log-batch.ts";
export { logMetric } from "./metrics/log-metric.ts";
export { logInputs, logOutputs } from "./inputs/write-inputs.ts";
export { searchDatasets } from "./inputs/search-datasets.ts";
export { logModel } from "./runs/log-model.ts";
export { getLoggedModel } from "./logged-models/read-logged-models.ts";
export * from "./logged-models/write-logged-models.ts";
export { ArtifactPath, parseFilePath, parseTargetPath } from "./artifacts/artifact-path.ts";
export {
  type ArtifactPlaces,
  type CloudRoot,
  findPlaceOf,
  getDestination,
} from "./artifacts/artifact-places.ts";
export type { ArtifactEntry, ArtifactStore, SignedAccess } from "./artifacts/artifact-store.ts";
export { parseArtifactUri } from "./artifacts/artifact-uri.ts";
export { getLoggedModelArtifactUri, getRunArtifactUri } from "./artifacts/find-artifact-uri.ts";
export {
  type CloudSettings,
  openArtifactStore,
  openCloudStore,
} from "./artifacts/open-artifact-store.ts";
export type { AzureSettings } from "./artifacts/azure/open-azure-store.ts";
export { CloudArtifactStore } from "./artifacts/cloud/cloud-artifact-store.ts";
export type { GcsSettings } from "./artifacts/gcs/open-gcs-store.ts";
export type { S3Settings } from "./artifacts/s3/s3-settings.ts";
export { LocalArtifactStore } from "./artifacts/local-artifact-store.ts";
export { FileStoreError } from "./file-store/read-yaml.ts";
export {
  importFileStore,
  type ImportCounts,
  type ImportOptions,
} from "./file-store/import-file-store.ts";
export { importRegistry, type RegistryCounts } from "./file-store/import-registry.ts";
export { copyModel, copyRun } from "./file-store/copy-with-id.ts";
