/**
 * A call that did not succeed: refused by the server, or never answered.
 *
 * @example
 * try {
 *   await mlflow.getRun("none");
 * } catch (error) {
 *   if (error instanceof mlflow.MlflowError && error.status === 404) console.log("no such run");
 * }
 */
export class MlflowError extends Error {
  /** Always `MlflowError`. */
  override readonly name = "MlflowError";
  /**
   * MLflow's, such as `RESOURCE_DOES_NOT_EXIST`; `CONNECTION_FAILED` when no answer came at all.
   */
  readonly errorCode: string;
  /** The HTTP status, 400 of what is refused before it is sent, 0 when no answer came at all. */
  readonly status: number;

  /** An error with its code, its text, its HTTP status and what caused it. */
  constructor(errorCode: string, message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.errorCode = errorCode;
    this.status = status;
  }
}
