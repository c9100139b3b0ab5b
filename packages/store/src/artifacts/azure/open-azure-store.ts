import type * as Sdk from "@azure/storage-blob";
import { CloudArtifactStore } from "../cloud/cloud-artifact-store.ts";
import type { ContainerLocation } from "../cloud/cloud-location.ts";
import { loadSdk } from "../cloud/load-sdk.ts";
import { AzureContainer } from "./azure-container.ts";
import { azureSigner } from "./azure-signer.ts";

/**
 * How Azure's blobs are reached. Without either, Azure's SDK finds a login by itself: of the
 * environment, of the machine, of the Azure CLI.
 */
export interface AzureSettings {
  /** Names the account and its server too, whatever the URI says. */
  readonly connectionString?: string;
  readonly accessKey?: string;
}

/** Failed requests are tried again for so long; clients try again after that by themselves. */
const OPTIONS = { retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 } };
const STORAGE = "@azure/storage-blob";

/** A store in a container of an Azure storage account. */
export function openAzureStore(
  location: ContainerLocation,
  settings: AzureSettings,
): CloudArtifactStore {
  const connect = async () => {
    const sdk = await loadSdk("Azure", STORAGE, () => import("@azure/storage-blob"));
    const service = await openService(sdk, location, settings);
    const client = service.getContainerClient(location.container);
    return new AzureContainer(client, azureSigner(sdk, service, client));
  };
  return new CloudArtifactStore({ folder: location.folder, connect, canSignParts: true });
}

async function openService(
  sdk: typeof Sdk,
  { account, suffix }: ContainerLocation,
  { connectionString, accessKey }: AzureSettings,
) {
  if (connectionString !== undefined) {
    return sdk.BlobServiceClient.fromConnectionString(connectionString, OPTIONS);
  }
  const url = `https://${account}.${suffix}`;
  if (accessKey !== undefined) {
    const credential = new sdk.StorageSharedKeyCredential(account, accessKey);
    return new sdk.BlobServiceClient(url, credential, OPTIONS);
  }
  const { DefaultAzureCredential } = await loadSdk(
    "Azure without a key",
    `${STORAGE} @azure/identity`,
    () => import("@azure/identity"),
  );
  return new sdk.BlobServiceClient(url, new DefaultAzureCredential(), OPTIONS);
}
