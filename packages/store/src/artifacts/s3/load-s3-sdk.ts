import { loadSdk } from "../cloud/load-sdk.ts";

const PACKAGES = "@aws-sdk/client-s3 @aws-sdk/s3-request-presigner";

/** @throws ApiError NOT_IMPLEMENTED with the command that installs it. */
export function loadS3Sdk() {
  return loadSdk("S3", PACKAGES, () => import("@aws-sdk/client-s3"));
}

/** @throws ApiError NOT_IMPLEMENTED with the command that installs it. */
export async function loadPresigner() {
  const load = () => import("@aws-sdk/s3-request-presigner");
  return (await loadSdk("S3", PACKAGES, load)).getSignedUrl;
}
