import { differ } from "./differ.ts";

const NO_QUERY =
  "MLflow answers what is no query with 500 and a page of HTML; ours says what is wrong";
const WORDING = "both answer the same mistake, each in the words of its GraphQL library";
const LIMIT = "the same limit, refused with 400 before anything runs; MLflow answers 200";

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
  ...differ(
    "graphql > what is no query",
    LIMIT,
    { mlflow: 200, ours: 400 },
    {
      "11 root fields": "more than 10 root fields",
      "12 levels": "more than 10 levels",
    },
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
