import type { IntendedDifference } from "../intended-differences.ts";

const GATEWAY = "MLflow's page offers a model gateway where this says so; we have none";
const UNKNOWN = "an unknown path is told to be one in JSON; MLflow sends a page of HTML";

const itself = (step: string, why: string, status: number, contains: string) => ({
  at: `protocol > what the server says of itself > ${step}`,
  why,
  ours: { status, contains },
});

const passing = (step: string, why: string, status: number, contains: string) => ({
  at: `protocol > what pages ask in passing > ${step}`,
  why,
  ours: { status, contains },
});

export const PASSING_DIFFERENCES: readonly IntendedDifference[] = [
  itself("GET /api/3.0/mlflow/server-info", GATEWAY, 200, '"gateway":false'),
  itself("GET /ajax-api/3.0/mlflow/server-info", GATEWAY, 200, '"gateway":false'),
  itself("GET server-info", UNKNOWN, 404, "ENDPOINT_NOT_FOUND"),
  itself("GET /health", "OK is sent as HTML to a GET as to a HEAD; MLflow differs", 200, "OK"),
  passing("GET /ajax-api/2.0/mlflow/users/current", UNKNOWN, 404, "ENDPOINT_NOT_FOUND"),
  passing(
    "POST /api/3.0/mlflow/traces/metrics",
    "figures of traces come with the traces; until then there are none, not even a count of 0",
    200,
    "{}",
  ),
];
