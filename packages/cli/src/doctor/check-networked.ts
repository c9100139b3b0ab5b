import { inspectNetworked, type NetworkedOptions } from "@mlflow-ts/store";
import { type Finding, fine, wrong } from "./finding.ts";

/** Whether a database of a network can be reached and is MLflow's, of this version. */
export async function checkNetworked(
  { dialect, uri }: Pick<NetworkedOptions, "dialect" | "uri">,
  name: string,
): Promise<Finding> {
  const { stamp, expectedStamp, unreachable } = await inspectNetworked(dialect, uri);
  if (unreachable !== undefined) {
    const advice = "Start it, or correct its host, user or name in --backend-store-uri.";
    return wrong("Database", `${name}: ${unreachable}`, advice);
  }
  if (stamp === undefined) {
    return fine("Database", `${name} has no tables yet; they are made at the first use`);
  }
  if (stamp === expectedStamp) return fine("Database", `${name}, with the schema ${stamp}`);
  return wrong(
    "Database",
    `${name} has the schema ${stamp}, not ${expectedStamp}`,
    `Where it is older, with MLflow in Python: mlflow db upgrade ${dialect}://…`,
  );
}
