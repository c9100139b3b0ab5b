import type { IntendedDifference } from "../intended-differences.ts";

const NO_QUERY =
  "MLflow answers what is no query with 500 and a page of HTML; ours says what is wrong";
const WORDING = "both answer the same mistake, each in the words of its GraphQL library";
const LIMIT = "the same limit, refused with 400 before anything runs; MLflow answers 200";

const invalid = (step: string, why: string, contains: string): IntendedDifference => ({
  at: `graphql > what is no query > ${step}`,
  why,
  ours: { status: 400, contains },
});

const worded = (at: string, contains: string): IntendedDifference => ({
  at: `graphql > ${at}`,
  why: WORDING,
  ours: { status: 200, contains },
});

export const GRAPHQL_DIFFERENCES: readonly IntendedDifference[] = [
  invalid("no query", NO_QUERY, "parameter 'query'"),
  invalid("an empty query", NO_QUERY, "parameter 'query'"),
  invalid("a number as query", NO_QUERY, "parameter 'query'"),
  invalid("broken", NO_QUERY, "could not be read"),
  invalid("no JSON", NO_QUERY, "not valid JSON"),
  invalid("11 root fields", LIMIT, "more than 10 root fields"),
  invalid("12 levels", LIMIT, "more than 10 levels"),
  {
    at: "graphql > what is no query > GET /graphql",
    why: "MLflow takes a GET too, with a body, and answers 500 without one; pages send a POST",
    ours: { status: 404, contains: "ENDPOINT_NOT_FOUND" },
  },
  {
    at: "graphql > runs > a view",
    why: "MLflow fails to read a view of the runs that its own schema offers; ours takes it",
    ours: { status: 200, contains: '"errors":null' },
  },
  worded("an experiment > no variables", "MlflowGetExperimentInput!"),
  worded("a run > argument data", "Unknown argument"),
  worded("runs > an unknown view", "NOPE"),
  worded("what is no query > an unknown field", "Cannot query field"),
  worded("what is no query > an unknown field of a run", "Cannot query field"),
];
