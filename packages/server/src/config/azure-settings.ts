import type { AzureSettings } from "@mlflow-ts/store";
import { ConfigError } from "./config-error.ts";
import type { ServerSettings } from "./settings.ts";

/**
 * How Azure's blobs are reached. MLflow: a connection string wins over a key; without both, Azure's
 * SDK looks for a login.
 *
 * @throws ConfigError in one line that names the variable, never its value.
 */
export function azureSettings(settings: ServerSettings): AzureSettings {
  const connectionString = settings.environmentText("AZURE_STORAGE_CONNECTION_STRING")?.value;
  const accessKey = settings.environmentText("AZURE_STORAGE_ACCESS_KEY")?.value;
  if (connectionString !== undefined && !isConnectionString(connectionString)) {
    throw new ConfigError(
      "AZURE_STORAGE_CONNECTION_STRING must be as Azure's portal shows it: " +
        "DefaultEndpointsProtocol=https;AccountName=...;AccountKey=...",
    );
  }
  if (accessKey !== undefined && !/^[A-Za-z0-9+/]+=*$/.test(accessKey)) {
    throw new ConfigError("AZURE_STORAGE_ACCESS_KEY must be a key of the account, in base64.");
  }
  if (connectionString !== undefined) return { connectionString };
  return accessKey === undefined ? {} : { accessKey };
}

/** With a key or a signature: the SDK's own refusals are not made for operators. */
function isConnectionString(text: string): boolean {
  const names = new Set(text.split(";").map((part) => part.split("=", 1)[0]?.trim()));
  if (names.has("UseDevelopmentStorage")) return true;
  if (names.has("SharedAccessSignature")) return names.has("BlobEndpoint");
  return ["DefaultEndpointsProtocol", "AccountName", "AccountKey"].every((name) => names.has(name));
}
