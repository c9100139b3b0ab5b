import { differ } from "./differ.ts";
import {
  BAD,
  BOTH_PREFIXES,
  DROPPED,
  DROPPING,
  FAILING,
  FAILS,
  LENIENT,
  NO_SQL,
  OLD_NAME,
} from "./reasons.ts";

const KEYS = "metrics > keys and runs";
const BATCH = "metrics > batches of metrics";
const PAGES = "metric history > get-history page by page";
const BULK = "metric history > get-history-bulk";

export const METRIC_DIFFERENCES = [
  ...differ(KEYS, "the same refusal; the key is shown as it was sent, not escaped", BAD, {
    "an emoji": "точность 🎯",
  }),
  ...differ(
    KEYS,
    NO_SQL,
    { mlflow: 400, ours: 404 },
    { "an unknown model": "Logged model with ID" },
  ),
  ...differ(
    BATCH,
    "a list that is null is empty; MLflow fails",
    { mlflow: 500, ours: 200 },
    {
      null: "{}",
    },
  ),
  ...differ(BATCH, FAILS, FAILING, { "a number in the list": "'metrics[0]'" }),
  ...differ(BATCH, OLD_NAME, LENIENT, { "by run_uuid": "{}" }),
  ...differ(PAGES, DROPPED, DROPPING, {
    "a text": "parameter 'max_results'",
    "past 32 bits": "parameter 'max_results'",
  }),
  ...differ(BULK, FAILS, FAILING, { "a text": "parameter 'max_results'" }),
  ...differ(BULK, BOTH_PREFIXES, { mlflow: 404, ours: 200 }, { "below /api": '"metrics"' }),
];
