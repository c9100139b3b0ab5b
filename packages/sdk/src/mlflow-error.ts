/**
 * A call that did not succeed: refused by the server, or never answered.
 *
 * `errorCode` is MLflow's, such as `RESOURCE_DOES_NOT_EXIST`, and `status` the HTTP status. When
 * no answer came at all, `errorCode` is `CONNECTION_FAILED` and `status` is 0.
 *
 * @example
 * try {
 *   await client.getRun({ run_id: "none" });
 * } catch (error) {
 *   if (error instanceof MlflowError && error.status === 404) console.log("no such run");
 * }
 */
export class MlflowError extends Error {
  override readonly name = "MlflowError";
  readonly errorCode: string;
  readonly status: number;

  constructor(errorCode: string, message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.errorCode = errorCode;
    this.status = status;
  }
}
