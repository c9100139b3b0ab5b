import { MlflowError } from "@mlflow-ts/sdk/client";
import type { ArtifactEntry, ArtifactPath, RemovableArtifacts } from "@mlflow-ts/store";
import { openTracking, type TrackingClient } from "../tracking.ts";

/** What is behind `mlflow-artifacts:/` of a server, listed and removed through it. */
export class ServedArtifacts implements RemovableArtifacts {
  readonly #client: TrackingClient;

  private constructor(client: TrackingClient) {
    this.#client = client;
  }

  static async open(trackingUri: string): Promise<ServedArtifacts> {
    const { client } = await openTracking(trackingUri);
    return new ServedArtifacts(client);
  }

  async list(path: ArtifactPath): Promise<ArtifactEntry[]> {
    const { files = [] } = await this.#client.listServedArtifacts({ path: path.toString() });
    return files.map((file) => {
      const name = file.path.split("/").at(-1) ?? "";
      return file.is_dir
        ? { kind: "folder", name }
        : { kind: "file", name, sizeBytes: file.file_size ?? 0 };
    });
  }

  async delete(path: ArtifactPath): Promise<void> {
    try {
      await this.#client.deleteArtifact({ artifact_path: path.toString() });
    } catch (error) {
      // Nothing was ever stored there.
      if (!(error instanceof MlflowError) || error.status !== 404) throw error;
    }
  }
}
