import { differ } from "./differ.ts";
import { HTML } from "./reasons.ts";

const HOSTS = "protocol > hosts and origins";
const ERROR = "the same refusal, in the JSON of every error and with the flag that would lift it";
const FORBIDDEN = { mlflow: 403, ours: 403 };

export const HOST_DIFFERENCES = [
  ...differ(HOSTS, ERROR, FORBIDDEN, {
    "Host 172.40.0.1": "Invalid Host header",
    "Host 8.8.8.8": "Invalid Host header",
    "Host evil.com": "Invalid Host header",
    "Host localhost.evil.com": "Invalid Host header",
    "post from https://evil.com": "Cross-origin request blocked",
    "upload from https://evil.com": "Cross-origin request blocked",
    "post from null": "Cross-origin request blocked",
    "upload from null": "Cross-origin request blocked",
  }),
  ...differ(
    HOSTS,
    "a name that begins like a private address is none (SECURITY.md)",
    { mlflow: 200, ours: 403 },
    { "Host 10.evil.com": "Invalid Host header" },
  ),
  ...differ(
    HOSTS,
    "OK is sent as HTML to a GET as to a HEAD; MLflow differs",
    { mlflow: 200, ours: 200 },
    { "health of evil": "OK" },
  ),
  ...differ(
    HOSTS,
    "an answer without content has no type",
    { mlflow: 204, ours: 204 },
    {
      "OPTIONS runs/get": "",
    },
  ),
  ...differ(HOSTS, HTML, { mlflow: 404, ours: 404 }, { "OPTIONS nope": "ENDPOINT_NOT_FOUND" }),
  ...differ(
    HOSTS,
    "a preflight is answered by its headers alone",
    { mlflow: 200, ours: 204 },
    {
      "a preflight": "",
    },
  ),
  ...differ(
    HOSTS,
    "a preflight is refused by the absence of what would allow it (Fetch, 3.2)",
    { mlflow: 400, ours: 204 },
    { "a preflight of evil": "" },
  ),
];
