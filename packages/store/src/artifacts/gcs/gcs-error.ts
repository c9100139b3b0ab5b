import type { Failure } from "../cloud/cloud-bucket.ts";
import { REFUSED } from "../cloud/cloud-error.ts";
import { codeOf } from "../storage-error.ts";

const NO_CREDENTIALS = "needs credentials, and Google's SDK finds none";
const NOT_GIVEN = /could not load the default credentials|does not exist, or it is not a file/i;

/** What Google's SDK has to say of a failure: `ApiError` of the storage, `GaxiosError` of a login. */
export function describeGcsError(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: "" };
  const code = codeOf(error) || codeOf(error.cause);
  const status = toStatus(code) ?? ("status" in error ? toStatus(error.status) : undefined);
  const name = toStatus(code) === undefined && code !== "" ? code : reasonOf(error);
  const isLogin = NOT_GIVEN.test(error.message);
  const isRefusedLogin = /invalid_grant|invalid_client|unauthorized_client/.test(error.message);
  return {
    code: name,
    status,
    trouble: isLogin ? NO_CREDENTIALS : isRefusedLogin ? REFUSED : undefined,
    refusal:
      status === 400 && !isRefusedLogin && name === "invalid"
        ? "it is no name for the artifact storage, or too long"
        : undefined,
  };
}

function toStatus(value: unknown): number | undefined {
  const status = typeof value === "string" || typeof value === "number" ? Number(value) : NaN;
  return status >= 100 && status < 600 ? status : undefined;
}

/** Google's word for it, such as `forbidden`. */
function reasonOf(error: Error): string {
  const [first] = "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  const reason: unknown = first?.reason;
  return typeof reason === "string" && /^\w+$/.test(reason) ? reason : "";
}
