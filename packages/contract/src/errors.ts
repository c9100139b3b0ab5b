/**
 * MLflow's error codes that this API answers with, and the HTTP status of each.
 *
 * Source: the `ErrorCode` enum of MLflow's protocol and the statuses its server sends.
 */
export const ERROR_STATUS = {
  BAD_REQUEST: 400,
  INVALID_PARAMETER_VALUE: 400,
  MALFORMED_REQUEST: 400,
  INVALID_STATE: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  ENDPOINT_NOT_FOUND: 404,
  NOT_FOUND: 404,
  RESOURCE_DOES_NOT_EXIST: 404,
  RESOURCE_CONFLICT: 409,
  REQUEST_LIMIT_EXCEEDED: 413,
  INTERNAL_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  TEMPORARILY_UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

const INVALID = { sqlstate: "KAM00", error_class: "INVALID_PARAMETER_VALUE" };
const MISSING = { sqlstate: "KAM00", error_class: "RESOURCE_NOT_FOUND" };
const INTERNAL = { sqlstate: "XXM00", error_class: "CLIENT_INTERNAL_ERROR" };

/** MLflow 3.17 adds an SQLSTATE and a class to these codes; clients show them. */
const ERROR_CLASS: Partial<Record<ErrorCode, { sqlstate: string; error_class: string }>> = {
  BAD_REQUEST: INVALID,
  INVALID_PARAMETER_VALUE: INVALID,
  INVALID_STATE: INTERNAL,
  RESOURCE_ALREADY_EXISTS: { sqlstate: "KAM00", error_class: "RESOURCE_ALREADY_EXISTS" },
  PERMISSION_DENIED: { sqlstate: "KAM00", error_class: "PERMISSION_DENIED" },
  ENDPOINT_NOT_FOUND: MISSING,
  NOT_FOUND: MISSING,
  RESOURCE_DOES_NOT_EXIST: MISSING,
  INTERNAL_ERROR: INTERNAL,
  TEMPORARILY_UNAVAILABLE: INTERNAL,
};

/** The JSON body of every refusal. */
export interface ErrorBody {
  error_code: string;
  message: string;
  sqlstate?: string;
  error_class?: string;
}

/**
 * A refusal that a client sees: an error code, its HTTP status, and a sentence for a person.
 *
 * @example
 * throw ApiError.doesNotExist(`Run with id=${runId} not found`);
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly errorCode: ErrorCode;
  readonly status: number;

  constructor(errorCode: ErrorCode, message: string, status: number = ERROR_STATUS[errorCode]) {
    super(message);
    this.errorCode = errorCode;
    this.status = status;
  }

  static invalidParameter(message: string): ApiError {
    return new ApiError("INVALID_PARAMETER_VALUE", message);
  }

  static doesNotExist(message: string): ApiError {
    return new ApiError("RESOURCE_DOES_NOT_EXIST", message);
  }

  static alreadyExists(message: string): ApiError {
    return new ApiError("RESOURCE_ALREADY_EXISTS", message);
  }

  static notImplemented(message: string): ApiError {
    return new ApiError("NOT_IMPLEMENTED", message);
  }

  static permissionDenied(message: string): ApiError {
    return new ApiError("PERMISSION_DENIED", message);
  }

  toBody(): ErrorBody {
    return { error_code: this.errorCode, message: this.message, ...ERROR_CLASS[this.errorCode] };
  }
}

const SHOWN_VALUE_LENGTH = 200;

/** A received value as JSON, cut so that a hostile one does not fill the answer. */
export function shown(value: unknown): string {
  const json =
    JSON.stringify(value, (_, v: unknown) => (typeof v === "bigint" ? v.toString() : v)) ??
    String(value);
  return json.length > SHOWN_VALUE_LENGTH ? `${json.slice(0, SHOWN_VALUE_LENGTH)}…` : json;
}
