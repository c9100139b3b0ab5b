import { differ } from "./differ.ts";
import {
  BAD,
  DROPPED,
  DROPPING,
  FAILING,
  FAILS,
  FINE,
  LENIENT,
  LIMITS,
  NAMED,
  NO_SQL,
  OLD_NAME,
  TWICE,
} from "./reasons.ts";

const CREATE = "runs > what create refuses";
const UPDATE = "runs > update";
const PARAMS = "params > params of a batch";

export const RUN_DIFFERENCES = [
  ...differ(CREATE, NO_SQL, BAD, {
    "null as id": "parameter 'experiment_id'",
    "no experiment": "parameter 'experiment_id'",
  }),
  ...differ(CREATE, DROPPED, DROPPING, {
    "a fraction as time": "parameter 'start_time'",
    "a tag without key": "'tags[0].key'",
    "tags as a text": "parameter 'tags'",
    "a tag as a number": "parameter 'tags[0]'",
    "a number as user": "parameter 'user_id'",
  }),
  ...differ(CREATE, LIMITS, DROPPING, { "a long tag key": "maximum length of 250" }),
  ...differ(
    CREATE,
    "MLflow cuts a tag to 8,000 characters when it is set, not when a run is created with it",
    FINE,
    { "a name of 9,000": `"${"n".repeat(8000)}"`, "a long tag value": `"${"v".repeat(8000)}"` },
  ),
  ...differ(CREATE, TWICE, LENIENT, { "a tag twice": '{"key":"a","value":"2"}' }),
  ...differ(UPDATE, DROPPED, DROPPING, {
    "small letters": "Expected one of RUNNING",
    "an unknown status": "Expected one of RUNNING",
  }),
  ...differ(UPDATE, NAMED, BAD, { "an unknown number": "Expected one of RUNNING" }),
  ...differ(
    "runs > delete and restore",
    OLD_NAME,
    { mlflow: 404, ours: 200 },
    {
      "delete by run_uuid": "{}",
      "restore by run_uuid": "{}",
    },
  ),
  ...differ(
    PARAMS,
    "a list that is null is empty; MLflow fails",
    { mlflow: 500, ours: 200 },
    {
      null: "{}",
    },
  ),
  ...differ(PARAMS, FAILS, FAILING, {
    "a text in the list": "'params[0]'",
    "null in the list": "'params[0]'",
  }),
];
