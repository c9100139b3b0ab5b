import { differ } from "./differ.ts";
import { BAD, BEYOND, DROPPED, DROPPING, FAILING, FAILS, LENIENT, NAMED } from "./reasons.ts";

const QUOTE = "the same refusal; ours closes the quotation mark that MLflow leaves open";
const PARTS = "the same refusal; the text that is no condition is divided at other places";

const EXPERIMENTS = "search experiments > what a filter may not say";
const EXPERIMENT_VIEWS = "search experiments > order, views and pages";
const RUNS = "search runs > what a filter may not say";
const ORDER = "order runs > order_by of every kind";
const VIEWS = "order runs > experiments, views and limits";

const DUPLICATE = "`order_by` contains duplicate fields";
const COMPARATOR = "Invalid comparator ";
const CLAUSE = "Invalid clause(s) in filter string: ";

export const SEARCH_DIFFERENCES = [
  ...differ(
    "search experiments > filters of names and tags",
    "an operator may come in small letters, as in filters of runs",
    LENIENT,
    { "tags.team = 'vision' and name like '%a'": '"experiments"' },
  ),
  ...differ(EXPERIMENTS, BEYOND, LENIENT, {
    "name = 'a' OR name = 'b'": "{}",
    "NOT name = 'a'": '"experiments"',
    "(name = 'a')": "{}",
  }),
  ...differ(EXPERIMENTS, PARTS, BAD, { "name = 'a' -- comment": `${CLAUSE}--, comment` }),
  ...differ(EXPERIMENT_VIEWS, DROPPED, DROPPING, {
    "an unknown view": "Expected one of ACTIVE_ONLY",
    "an unknown number of a view": "Expected one of ACTIVE_ONLY",
  }),
  ...differ("search experiments > limits and tokens", "MLflow takes 1.5 for 0", BAD, {
    "a fraction": "Invalid value 1.5",
  }),
  ...differ("search runs > tags in a filter", QUOTE, BAD, { "tags.team > 'a'": COMPARATOR }),
  ...differ("search runs by attributes > datasets in a filter", QUOTE, BAD, {
    "dataset.name > 'a'": COMPARATOR,
  }),
  ...differ(RUNS, BEYOND, LENIENT, {
    "metrics.acc > 0.5 OR metrics.acc < 0.1": '"runs"',
    "NOT metrics.acc > 0.5": '"runs"',
    "(metrics.acc > 0.5)": '"runs"',
    "metrics.acc > 0.5 AND (params.lr = '0.1' OR params.lr = '0.01')": '"runs"',
  }),
  ...differ(RUNS, QUOTE, BAD, {
    "metrics.acc >> 0.5": COMPARATOR,
    "metrics.acc => 0.5": COMPARATOR,
    "metrics.acc == 0.5": COMPARATOR,
    "metrics.acc <> 0.5": COMPARATOR,
  }),
  ...differ(RUNS, PARTS, BAD, {
    "metrics.acc > 0.5, metrics.acc < 1": CLAUSE,
    "params.`lr = '0.1'": CLAUSE,
    "params.lr = 'x' -- comment": CLAUSE,
    "params.lr /* c */ = '0.1'": CLAUSE,
    "params.lr BETWEEN 'a' AND 'b'": CLAUSE,
    "yesterday's run": CLAUSE,
  }),
  ...differ(
    "search runs by attributes > many conditions at once",
    "MLflow's database joins a table for each condition, at most 64; ours looks up each",
    { mlflow: 503, ours: 200 },
    { "70 conditions": '"runs"' },
  ),
  ...differ(ORDER, FAILS, FAILING, {
    '["run_name DESC","attributes.run_name"]': DUPLICATE,
    '["run_name","run_name DESC"]': DUPLICATE,
    '["params.p","params.p DESC","attributes.run_name"]': DUPLICATE,
  }),
  ...differ(ORDER, NAMED, BAD, { "[5]": "'order_by[0]'" }),
  ...differ(VIEWS, DROPPED, DROPPING, {
    "an unknown view": "Expected one of ACTIVE_ONLY",
    "a fraction": "'experiment_ids[0]'",
    "a number in the list": "'experiment_ids[0]'",
    "a fraction as limit": "Invalid value 1.5",
    "a token of a negative offset": "it holds no offset",
    "a number as token": "parameter 'page_token'",
  }),
  ...differ(VIEWS, NAMED, BAD, {
    "50,001": "at most 50000",
    "a token without offset": "it holds no offset",
  }),
  ...differ(
    VIEWS,
    "a limit that is null is unset; MLflow fails",
    { mlflow: 500, ours: 200 },
    {
      "null as limit": '"runs"',
    },
  ),
];
