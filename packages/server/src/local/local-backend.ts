import type { TrackingContract, UploadBody } from "@mlflow-ts/contract";
import { parseConfig, type ServerConfig } from "../config.ts";

/** Answers a client's calls in its own process. */
export interface LocalBackend {
  call(
    name: keyof TrackingContract,
    request: Readonly<Record<string, unknown>>,
    upload?: UploadBody,
  ): Promise<unknown>;
}

/** A program of this machine's user may use all of this machine's folders. */
export function localConfig(uri: string): ServerConfig {
  const { config } = parseConfig({ backendStoreUri: uri, defaultArtifactRoot: "mlruns" }, {});
  return { ...config, artifactFolders: ["/"] };
}
