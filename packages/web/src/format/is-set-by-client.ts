/** Whether a client notes the tag down by itself, MLflow's or ours, rather than a person. */
export function isSetByClient(tagKey: string): boolean {
  // By the latter our client finds a run again that it began while the server was away.
  return tagKey.startsWith("mlflow.") || tagKey === "mlflow-ts.client-run-id";
}
