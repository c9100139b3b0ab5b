import { inspectPostgresql } from "@mlflow-ts/store";
import { type Finding, fine, wrong } from "./finding.ts";

/** Whether a PostgreSQL database can be reached and is MLflow's, of this version. */
export async function checkPostgresql(uri: string, name: string): Promise<Finding> {
  const { stamp, expectedStamp, unreachable } = await inspectPostgresql(uri);
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
    "Where it is older, with MLflow in Python: mlflow db upgrade postgresql://…",
  );
}
