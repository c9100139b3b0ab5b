import type { S3Settings } from "@mlflow-ts/store";
import { ConfigError } from "./config-error.ts";
import type { ServerSettings } from "./settings.ts";

/** What MLflow's clients hand to boto3 by these names, and is the same for the whole of an object. */
const UPLOAD_ARGUMENTS: ReadonlySet<string> = new Set([
  "ACL",
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "ContentType",
  "GrantFullControl",
  "GrantRead",
  "GrantReadACP",
  "GrantWriteACP",
  "SSEKMSEncryptionContext",
  "SSEKMSKeyId",
  "ServerSideEncryption",
  "StorageClass",
  "Tagging",
]);

/**
 * How buckets are reached, from the variables that MLflow and boto3 know. Credentials are not among
 * them: the AWS SDK finds those by itself.
 *
 * @throws ConfigError in one line that names the variable.
 */
export function s3Settings(settings: ServerSettings): S3Settings {
  const text = (name: string) => settings.environmentText(name)?.value;
  const endpoint = s3Endpoint(text("MLFLOW_S3_ENDPOINT_URL"));
  const addressing = s3Addressing(text("MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE") ?? "auto");
  const region = text("AWS_REGION") ?? text("AWS_DEFAULT_REGION");
  const expectedBucketOwner = text("MLFLOW_S3_EXPECTED_BUCKET_OWNER");
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(addressing !== undefined && { addressing }),
    ...(region !== undefined && { region }),
    ...(expectedBucketOwner !== undefined && { expectedBucketOwner }),
    ignoreTls: settings.environmentFlag("MLFLOW_S3_IGNORE_TLS", false),
    uploadArguments: uploadArguments(text("MLFLOW_S3_UPLOAD_EXTRA_ARGS") ?? "{}"),
  };
}

function s3Endpoint(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new ConfigError(
      "MLFLOW_S3_ENDPOINT_URL must be the address of a server, such as http://minio:9000.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConfigError(
      "MLFLOW_S3_ENDPOINT_URL must not hold a user and password; give them as AWS_ACCESS_KEY_ID and " +
        "AWS_SECRET_ACCESS_KEY.",
    );
  }
  return value;
}

function s3Addressing(value: string): "path" | "virtual" | undefined {
  if (value === "path" || value === "virtual") return value;
  if (value === "auto") return undefined;
  throw new ConfigError(
    `MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE is '${value}'; it must be one of auto, path, virtual.`,
  );
}

/** Values stay out of the messages, as an encryption's context may be secret. */
function uploadArguments(json: string): Record<string, string> {
  const refuse = (reason: string) => new ConfigError(`MLFLOW_S3_UPLOAD_EXTRA_ARGS ${reason}.`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw refuse(`is not JSON; it must be like {"ServerSideEncryption": "AES256"}`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw refuse(`must be an object such as {"ServerSideEncryption": "AES256"}`);
  }
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (!UPLOAD_ARGUMENTS.has(name)) {
      throw refuse(`holds '${name}'; supported are ${[...UPLOAD_ARGUMENTS].join(", ")}`);
    }
    if (typeof value !== "string") throw refuse(`must have a text for '${name}'`);
    given[name] = value;
  }
  return given;
}
