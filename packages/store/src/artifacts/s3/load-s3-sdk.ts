import { ApiError } from "@mlflow-ts/contract";

const S3_INSTALL = "npm install @aws-sdk/client-s3 @aws-sdk/s3-request-presigner";

/**
 * The AWS SDK, which only those install who keep artifacts in S3.
 *
 * @throws ApiError NOT_IMPLEMENTED with the command that installs it.
 */
export async function loadS3Sdk() {
  try {
    return await import("@aws-sdk/client-s3");
  } catch (error) {
    throw notInstalled(error);
  }
}

/** @throws ApiError NOT_IMPLEMENTED with the command that installs it. */
export async function loadPresigner() {
  try {
    return (await import("@aws-sdk/s3-request-presigner")).getSignedUrl;
  } catch (error) {
    throw notInstalled(error);
  }
}

function notInstalled(error: unknown): ApiError {
  const answer = ApiError.notImplemented(
    `Artifacts in S3 need the AWS SDK beside mlflow-ts, which could not be loaded: ${S3_INSTALL}`,
  );
  answer.cause = error;
  return answer;
}
