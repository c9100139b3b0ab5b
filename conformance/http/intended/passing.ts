import { differ } from "./differ.ts";

const GATEWAY = "MLflow's page offers a model gateway where this says so; we have none";
const UNKNOWN = "an unknown path is told to be one in JSON; MLflow sends a page of HTML";
const ITSELF = "protocol > what the server says of itself";
const PASSING = "protocol > what pages ask in passing";

const SAME = { mlflow: 200, ours: 200 };
const MISSING = { mlflow: 404, ours: 404 };

export const PASSING_DIFFERENCES = [
  ...differ(ITSELF, GATEWAY, SAME, {
    "GET /api/3.0/mlflow/server-info": '"gateway":false',
    "GET /ajax-api/3.0/mlflow/server-info": '"gateway":false',
  }),
  ...differ(ITSELF, UNKNOWN, MISSING, { "GET server-info": "ENDPOINT_NOT_FOUND" }),
  ...differ(ITSELF, "OK is sent as HTML to a GET as to a HEAD; MLflow differs", SAME, {
    "GET /health": "OK",
  }),
  ...differ(PASSING, UNKNOWN, MISSING, {
    "GET /ajax-api/2.0/mlflow/users/current": "ENDPOINT_NOT_FOUND",
  }),
  ...differ(
    PASSING,
    "figures of traces come with the traces; until then there are none, not even a count of 0",
    SAME,
    { "POST /api/3.0/mlflow/traces/metrics": "{}" },
  ),
];
