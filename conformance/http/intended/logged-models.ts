import { differ } from "./differ.ts";
import {
  BAD,
  BEYOND,
  DROPPED,
  DROPPING,
  FAILING,
  FAILS,
  FINE,
  LENIENT,
  LIMITS,
  NAMED,
  NO_SQL,
  TWICE,
} from "./reasons.ts";

const LIFE = "logged models > from creation to deletion";
const CREATE = "logged models > what create takes";
const FILTERS = "search logged models > filters";
const PAGES = "search logged models > order, pages and limits";
const ON_DATASET =
  "a dataset without digest means all of its versions, as MLflow's client documents it; its " +
  "server finds only metrics of a dataset that has no digest";

export const LOGGED_MODEL_DIFFERENCES = [
  ...differ(LIFE, "the path names the model; MLflow wants its id in the body too", LENIENT, {
    "no id in the body": '"model"',
    "params without id in the body": "{}",
  }),
  ...differ(LIFE, DROPPED, DROPPING, {
    "an unknown status": "Expected one of LOGGED_MODEL",
    "an unknown number": "Expected one of LOGGED_MODEL",
  }),
  ...differ(
    "logged models > a slash in the key of a tag",
    "a key may hold a slash, so its tag can be removed too",
    { mlflow: 404, ours: 200 },
    {
      delete: "{}",
    },
  ),
  ...differ(LIFE, "the same value again is accepted, as for a run's param", LENIENT, {
    "the same param": "{}",
  }),
  ...differ(LIFE, NO_SQL, BAD, { "a changed param": "Changing param values is not allowed" }),
  ...differ(CREATE, DROPPED, DROPPING, { "a tag without key": "'tags[0].key'" }),
  ...differ(CREATE, LIMITS, DROPPING, {
    "a name of 501": "maximum length of 500",
    "a long param": "maximum length of 6000",
  }),
  ...differ(CREATE, NO_SQL, BAD, { "a param twice": "Changing param values is not allowed" }),
  ...differ(CREATE, TWICE, LENIENT, { "a tag twice": '{"key":"a","value":"2"}' }),
  ...differ("logged models > files of a model", NAMED, BAD, {
    "no path": "parameter 'artifact_file_path'",
  }),
  ...differ(FILTERS, BEYOND, LENIENT, {
    "name = 'alpha' OR name = 'beta'": '"models"',
    "(name = 'alpha')": '"models"',
  }),
  ...differ(FILTERS, FAILS, FAILING, {
    "nope = 'x'": "Invalid attribute key 'nope'",
    "metrics.acc > 'x'": "Expected a number",
  }),
  ...differ(FILTERS, NAMED, BAD, {
    "last_updated_time < 5": "Invalid attribute key 'last_updated_time'",
    "params.lr IS NULL": "params.lr IS NULL",
    "a dataset without name": "'datasets[0].dataset_name'",
  }),
  ...differ(FILTERS, ON_DATASET, FINE, {
    "on a dataset": '"models"',
    "a dataset without filter": '"models"',
  }),
  ...differ(PAGES, "an error class that no other refusal of a field has", BAD, {
    'by [{"field_name":"nope"}]': "Invalid order by field name: nope",
  }),
  ...differ(PAGES, NAMED, BAD, {
    'by [{"field_name":""}]': "'order_by[0].field_name'",
    'by [{"ascending":true}]': "'order_by[0].field_name'",
    'by ["name"]': "'order_by[0]'",
    "a bad token": "Invalid page token",
    "a token that is no JSON": "Invalid page token",
  }),
  ...differ(PAGES, DROPPED, DROPPING, { "-1": "must be a positive integer" }),
];
