import { differ } from "./differ.ts";

const NO_QUERY =
  "MLflow answers what is no query with 500 and a page of HTML; ours says what is wrong";
const WORDING = "both answer the same mistake, each in the words of its GraphQL library";
const LIMIT = "the same limit, without the name of a variable that ours does not have";
const TOKENS = "a text of more than 1,000 words is not even parsed (SECURITY.md)";

const BAD = { mlflow: 500, ours: 400 };
const SAME = { mlflow: 200, ours: 200 };

export const GRAPHQL_DIFFERENCES = [
  ...differ("graphql > what is no query", NO_QUERY, BAD, {
    "no query": "parameter 'query'",
    "an empty query": "parameter 'query'",
    "a number as query": "parameter 'query'",
    broken: "could not be read",
    "no JSON": "not valid JSON",
  }),
  ...differ("graphql > what is no query", LIMIT, SAME, {
    "11 root fields": "at most 10 root fields, got 11 root fields.",
    "11 aliases": "at most 10 aliases, got 11 aliases.",
  }),
  ...differ(
    "graphql > what is no query",
    TOKENS,
    { mlflow: 200, ours: 400 },
    {
      "1,001 fields": "more than 1000 tokens",
    },
  ),
  ...differ("graphql > metrics, artifacts and the rest", "NaN is null, and no error", SAME, {
    "a NaN": '"errors":null',
  }),
  ...differ(
    "graphql > metrics, artifacts and the rest",
    "MLflow answers no metrics where none is asked for; ours says that, as the REST API does",
    SAME,
    { "no field of metrics": "metric_key" },
  ),
  ...differ(
    "graphql > what is no query",
    "MLflow takes a GET too, with a body, and answers 500 without one; pages send a POST",
    { mlflow: 500, ours: 404 },
    { "GET /graphql": "ENDPOINT_NOT_FOUND" },
  ),
  ...differ("graphql > what is no query", WORDING, SAME, {
    "an unknown field": "Cannot query field",
    "an unknown field of a run": "Cannot query field",
  }),
  ...differ(
    "graphql > runs",
    "MLflow fails to read a view of the runs that its own schema offers; ours takes it",
    SAME,
    { "a view": '"errors":null' },
  ),
  ...differ("graphql > runs", WORDING, SAME, { "an unknown view": "NOPE" }),
  ...differ("graphql > an experiment", WORDING, SAME, {
    "no variables": "MlflowGetExperimentInput!",
  }),
  ...differ("graphql > a run", WORDING, SAME, { "argument data": "Unknown argument" }),
];
