import type { Failure } from "../cloud/cloud-bucket.ts";
import { BUSY, REFUSED } from "../cloud/cloud-error.ts";

const NO_CREDENTIALS = "needs credentials, and Azure's SDK finds none";

/** What a person can do something about, by the names that Azure and its SDK give it. */
const TROUBLES: Readonly<Record<string, string>> = {
  CredentialUnavailableError: NO_CREDENTIALS,
  AggregateAuthenticationError: NO_CREDENTIALS,
  AuthenticationRequiredError: NO_CREDENTIALS,
  AuthenticationError: REFUSED,
  AccountIsDisabled: "is disabled",
  AccountBeingCreated: BUSY,
  ContainerBeingDeleted: "has no such container",
  ServerBusy: BUSY,
  OperationTimedOut: BUSY,
};

/** What the store refuses because of what the client asked. */
const REFUSALS: Readonly<Record<string, string>> = {
  InvalidUri: "it is no name for the artifact storage, or too long",
  InvalidResourceName: "it is no name for the artifact storage",
  OutOfRangeInput: "it is too long for the artifact storage",
  RequestBodyTooLarge: "the file is too large for the artifact storage",
};

/** What Azure's SDK has to say of a failure; its texts may hold signatures. */
export function describeAzureError(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: "" };
  const given = "code" in error && typeof error.code === "string" ? error.code : "";
  const code = given || (error.name === "RestError" ? "" : error.name);
  const status =
    "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : undefined;
  return { code, status, trouble: TROUBLES[code] ?? TROUBLES[error.name], refusal: REFUSALS[code] };
}
