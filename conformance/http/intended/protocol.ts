import { differ } from "./differ.ts";
import { BAD, DROPPING, FAILING, FAILS, HTML, LENIENT } from "./reasons.ts";

const PREFIXES = "protocol > prefixes and versions";
const PATHS = "protocol > paths and methods";
const BODIES = "protocol > bodies that are no JSON object";
const TEXTS = "protocol > text that is difficult";
const FIELDS = "protocol > fields in unusual places";

const ABSENT = { mlflow: 404, ours: 404 };
const WRONG_METHOD = { mlflow: 405, ours: 405 };
const TOLD = "ENDPOINT_NOT_FOUND";
const NO_JSON = "MLflow takes what is no JSON for an empty request; ours says that it is none";
const STORABLE = "texts that a database or another client cannot keep are refused (SECURITY.md)";

export const PROTOCOL_DIFFERENCES = [
  ...differ(PREFIXES, HTML, ABSENT, {
    "GET /api/3.0/mlflow/experiments/get": TOLD,
    "GET /api/3.0/mlflow/runs/get": TOLD,
    "POST /api/3.0/mlflow/runs/log-metric": TOLD,
    "GET /api/3.0/mlflow-artifacts/artifacts": TOLD,
    "GET /ajax-api/3.0/mlflow/experiments/get": TOLD,
    "GET /ajax-api/3.0/mlflow/runs/get": TOLD,
    "POST /ajax-api/3.0/mlflow/runs/log-metric": TOLD,
    "GET /ajax-api/3.0/mlflow-artifacts/artifacts": TOLD,
    "GET /api/1.0/mlflow/experiments/get": TOLD,
    "GET /api/1.0/mlflow/runs/get": TOLD,
    "POST /api/1.0/mlflow/runs/log-metric": TOLD,
    "GET /api/1.0/mlflow-artifacts/artifacts": TOLD,
    "GET /api/4.0/mlflow/experiments/get": TOLD,
    "GET /api/4.0/mlflow/runs/get": TOLD,
    "POST /api/4.0/mlflow/runs/log-metric": TOLD,
    "GET /api/4.0/mlflow-artifacts/artifacts": TOLD,
  }),
  ...differ(PATHS, HTML, ABSENT, {
    "GET nope": TOLD,
    "POST nope": TOLD,
    "GET /ajax-api/2.0/mlflow/nope": TOLD,
    "GET experiments/get/": TOLD,
    "GET /api/2.0/preview/mlflow/experiments/get": TOLD,
  }),
  ...differ(PATHS, HTML, WRONG_METHOD, {
    "GET runs/create": "answers POST, not GET",
    "PUT runs/create": "answers POST, not PUT",
    "POST runs/get": "answers GET, not POST",
    "GET runs/search": "answers POST, not GET",
    "DELETE experiments/get": "answers GET, not DELETE",
    "PATCH /api/2.0/mlflow-artifacts/artifacts/a.txt": "not PATCH",
  }),
  ...differ(
    PATHS,
    "the same redirection, to a path instead of a URL and without a page",
    {
      mlflow: 308,
      ours: 308,
    },
    { "GET /experiments/get": "" },
  ),
  ...differ(PATHS, "a HEAD is answered as the GET; MLflow reads no query of it", LENIENT, {
    "HEAD experiments/get": "",
  }),
  ...differ(BODIES, NO_JSON, BAD, {
    broken: "not valid JSON",
    "a last comma": "not valid JSON",
    "single quotes": "not valid JSON",
    "a byte order mark": "not valid JSON",
  }),
  ...differ(BODIES, FAILS, FAILING, {
    "a list": "must be a JSON object",
    "a text": "not valid JSON",
    "a number": "must be a JSON object",
    true: "must be a JSON object",
    "2,000 brackets": "not valid JSON",
  }),
  ...differ(BODIES, "capitals mean the same in a content type (RFC 9110, 8.3.1)", LENIENT, {
    capitals: "experiment_id",
  }),
  ...differ(TEXTS, STORABLE, DROPPING, {
    "half of an emoji": "well-formed Unicode",
    "a NUL": "without NUL",
  }),
  ...differ(FIELDS, "MLflow takes the first of two; ours asks which is meant", DROPPING, {
    "a field twice": "parameter 'run_id'",
  }),
  ...differ(FIELDS, "no key may stand for a prototype (SECURITY.md)", DROPPING, {
    "names of JavaScript": "__proto__",
  }),
  ...differ(
    FIELDS,
    "protobuf's JSON knows each field by two spellings; MLflow only where none is required",
    LENIENT,
    { "camel case": "{}", "a batch in camel case": "{}" },
  ),
];
