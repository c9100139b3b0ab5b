import { differ } from "./differ.ts";
import { BAD, DROPPING, HTML, LENIENT, NAMED, OLD_NAME } from "./reasons.ts";

const QUERY = "client habits > fields in the query of a GET";
const FILES = "client habits > parts of files";
const NO_RANGE = "a Range that cannot be read is no Range (RFC 9110, 14.2)";

export const CLIENT_HABIT_DIFFERENCES = [
  ...differ(QUERY, NAMED, BAD, { "a limit with a space": "parameter 'max_results'" }),
  ...differ(QUERY, OLD_NAME, LENIENT, { "an empty new name": '"run"' }),
  ...differ(QUERY, "MLflow takes the first of two; ours asks which is meant", DROPPING, {
    "the same id twice": "parameter 'run_id'",
  }),
  ...differ(
    QUERY,
    "MLflow does not read the body where there is a query; ours reads both",
    DROPPING,
    {
      "a query and a broken body": "not valid JSON",
    },
  ),
  ...differ(
    FILES,
    "the same refusal, with its reason in the JSON of every error",
    { mlflow: 416, ours: 416 },
    {
      "bytes=20-30": "outside the file",
    },
  ),
  ...differ(FILES, NO_RANGE, LENIENT, {
    "bytes=5-2": "0123456789",
    "lines=1-2": "0123456789",
  }),
  ...differ(FILES, HTML, { mlflow: 405, ours: 405 }, { POST: "not POST" }),
];
