import { startEmulator } from "./emulator.ts";
import type { ContainerLocation } from "../cloud/cloud-location.ts";
import type { AzureSettings } from "../azure/open-azure-store.ts";

/** The account of all emulators of Azure's, whose key Microsoft has published. */
const ACCOUNT = "devstoreaccount1";
const KEY =
  "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** Microsoft's emulator of Azure's blobs, with one container. */
export interface Azurite {
  readonly location: Omit<ContainerLocation, "folder">;
  readonly settings: AzureSettings;
  /** All keys that begin with a prefix, without it. */
  listKeys(prefix: string): Promise<string[]>;
  stop(): Promise<void>;
}

/** @param program `main.js` of Azurite's blobs */
export async function startAzurite(program: string): Promise<Azurite> {
  const { url, stop } = await startEmulator(process.execPath, (port) => {
    const flags = `--blobPort ${port} --inMemoryPersistence --disableTelemetry --silent`;
    // The SDK's version is newer than any that Azurite has been told of.
    return [program, ...flags.split(" "), "--skipApiVersionCheck"];
  });
  const connectionString =
    `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};` +
    `BlobEndpoint=${url}/${ACCOUNT};`;
  const { BlobServiceClient } = await import("@azure/storage-blob");
  const container = "artifacts";
  const client =
    BlobServiceClient.fromConnectionString(connectionString).getContainerClient(container);
  await client.create();
  return {
    location: { container, account: ACCOUNT, suffix: "blob.core.windows.net" },
    settings: { connectionString },
    async listKeys(prefix) {
      const keys: string[] = [];
      for await (const { name } of client.listBlobsFlat({ prefix })) {
        keys.push(name.slice(prefix.length));
      }
      return keys.sort();
    },
    stop,
  };
}
