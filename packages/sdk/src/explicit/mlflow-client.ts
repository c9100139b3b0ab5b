import { connect } from "../connection.ts";
import { getConnection, getSettings } from "../fluent/state.ts";
import { ModelMethods } from "./model-methods.ts";

/**
 * The explicit client: every call names the run or experiment that it is about, and is answered
 * once the server has done it. It keeps no active run and no queue; `rest` has every endpoint
 * besides.
 *
 * @example
 * const client = new mlflow.MlflowClient(mlflow.getTrackingUri());
 * const id = await client.createExperiment("flowers");
 * const { info } = await client.createRun(id, { runName: "baseline" });
 * await client.logMetric(info.runId, "loss", 0.25, { step: 1 });
 * await client.setTerminated(info.runId);
 */
export class MlflowClient extends ModelMethods {
  /**
   * Connects to a server, or opens a database of this machine; without an URI, that of
   * `getTrackingUri`.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE when the URI is none that runs can be kept at.
   */
  constructor(trackingUri?: string) {
    super(trackingUri === undefined ? getConnection() : connect(trackingUri, getSettings()));
  }

  /** Where this client keeps runs. */
  get trackingUri(): string {
    return this.connection.trackingUri;
  }
}
