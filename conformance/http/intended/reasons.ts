/** Reasons that hold for many differences. Every list says of which steps. */

export const DROPPED =
  "MLflow answers 200 and drops what it cannot read, sometimes with all that follows; " +
  "a client that sends it must hear that it was not taken";

export const FAILS = "MLflow fails at what the client sent; ours says what is wrong with it";

export const NAMED =
  "the same refusal; ours names the field with its place in the list, and what it may be";

export const NO_SQL =
  "MLflow answers with the words and the SQL of its database; ours says what is wrong";

export const TWICE =
  "MLflow's database refuses the second one; ours takes the last, as a batch does";

export const LIMITS =
  "MLflow's own limit, or that of its schema, which it forgets here; PostgreSQL would refuse it";

export const OLD_NAME =
  "run_uuid is the old name of run_id everywhere, not only where MLflow has it";

export const BOTH_PREFIXES = "below /api as below /ajax-api, like every other endpoint";

export const BEYOND =
  "OR, NOT and brackets are part of our search language; MLflow's has only conjunctions";

export const HTML = "errors are JSON; MLflow sends a page of HTML";

export const BAD = { mlflow: 400, ours: 400 };
export const DROPPING = { mlflow: 200, ours: 400 };
export const FAILING = { mlflow: 500, ours: 400 };
export const LENIENT = { mlflow: 400, ours: 200 };
export const FINE = { mlflow: 200, ours: 200 };
