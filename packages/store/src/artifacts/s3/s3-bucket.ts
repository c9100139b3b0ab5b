import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { loadS3Sdk } from "./load-s3-sdk.ts";
import type { S3Settings } from "./s3-settings.ts";

const CONNECT_TIMEOUT_MS = 5000;
/** For the whole request up to the answer's beginning; a part of an upload may be slow. */
const ANSWER_TIMEOUT_MS = 120_000;
/** Each download keeps a connection as long as its client reads. */
const MAX_CONNECTIONS = 1000;
/** boto3's, which MLflow's clients and server use where nothing names another. */
const DEFAULT_REGION = "us-east-1";

type Sdk = Awaited<ReturnType<typeof loadS3Sdk>>;

/** A bucket that can be asked. */
export interface S3Bucket {
  readonly sdk: Sdk;
  readonly client: S3Client;
  /** What every request names: the bucket, and who must own it. */
  readonly named: { readonly Bucket: string; readonly ExpectedBucketOwner?: string };
  /** Where it is, for the operator: no credentials are in it. */
  readonly address: string;
}

/** Loads the SDK; asks nothing yet. */
export async function openS3Bucket(bucket: string, settings: S3Settings): Promise<S3Bucket> {
  const sdk = await loadS3Sdk();
  const { expectedBucketOwner } = settings;
  const client = await createClient(sdk, settings);
  const region = await client.config.region();
  return {
    sdk,
    client,
    named: {
      Bucket: bucket,
      ...(expectedBucketOwner !== undefined && { ExpectedBucketOwner: expectedBucketOwner }),
    },
    address: await addressOf(client, region),
  };
}

async function createClient(sdk: Sdk, settings: S3Settings): Promise<S3Client> {
  const { endpoint, region, ignoreTls, addressing } = settings;
  const agent = { keepAlive: true, maxSockets: MAX_CONNECTIONS };
  const config: S3ClientConfig = {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    forcePathStyle: addressing === "path" || (addressing === undefined && endpoint !== undefined),
    followRegionRedirects: true,
    // More than the signature, which covers the content, is unknown to some servers, and would
    // be signed into the URLs of uploads whose content nobody knows yet.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: ANSWER_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: { ...agent, rejectUnauthorized: !ignoreTls },
    },
  };
  const client = new sdk.S3Client(config);
  try {
    await client.config.region();
    return client;
  } catch {
    return new sdk.S3Client({ ...config, region: DEFAULT_REGION });
  }
}

async function addressOf(client: S3Client, region: string): Promise<string> {
  const endpoint = await client.config.endpoint?.();
  if (endpoint === undefined) return `https://s3.${region}.amazonaws.com`;
  const port = endpoint.port === undefined ? "" : `:${endpoint.port}`;
  return `${endpoint.protocol}//${endpoint.hostname}${port}`;
}
