import { differ } from "./differ.ts";
import {
  BAD,
  BOTH_PREFIXES,
  DROPPED,
  DROPPING,
  FAILING,
  FAILS,
  FINE,
  LENIENT,
  NAMED,
} from "./reasons.ts";

const HALF = "inputs > datasets that are not whole";
const AGAIN = "inputs > an output that is sent again";
const NOBODY = "inputs > models without id";
const OLD_MODEL = "inputs > a model of an older client";
const RETRY =
  "a client that never saw the answer sends its request again: the model is recorded once, at " +
  "the step that was sent last; MLflow's database refuses it";
const UNREAD = "what MLflow kept of the requests before, with empty names and ids; ours kept none";

export const INPUT_DIFFERENCES = [
  ...differ(HALF, DROPPED, DROPPING, {
    "an empty source": "'datasets[0].dataset.source'",
    "no name": "'datasets[0].dataset.name'",
    "no digest": "'datasets[0].dataset.digest'",
    "no source type": "'datasets[0].dataset.source_type'",
    "no source": "'datasets[0].dataset.source'",
    "no dataset": "'datasets[0].dataset'",
    "a tag without key": "'datasets[0].tags[0].key'",
    "a number in the list": "'datasets[0]'",
    "a number as dataset": "'datasets[0].dataset'",
  }),
  ...differ(HALF, UNREAD, FINE, { "GET runs/get": '"inputs":{},"outputs":{}' }),
  ...differ("inputs > search-datasets", NAMED, BAD, { "a text": "parameter 'experiment_ids'" }),
  ...differ(
    "inputs > search-datasets",
    BOTH_PREFIXES,
    { mlflow: 404, ours: 200 },
    {
      "below /api": '"dataset_summaries"',
    },
  ),
  ...differ(AGAIN, RETRY, LENIENT, { "the same again": "{}", "at another step": "{}" }),
  ...differ(AGAIN, RETRY, FINE, { "GET runs/get": '"step":5' }),
  ...differ(NOBODY, DROPPED, DROPPING, {
    "an output": "'models[0].model_id'",
    "an input": "'models[0].model_id'",
  }),
  ...differ(NOBODY, UNREAD, FINE, { "GET runs/get": '"inputs":{},"outputs":{}' }),
  ...differ(OLD_MODEL, FAILS, FAILING, { "a list": "Malformed model info" }),
  ...differ(OLD_MODEL, "the same refusal; a long value is shown in part", BAD, {
    "an object": "parameter 'model_json'",
  }),
  ...differ(OLD_MODEL, "the same JSON in the tag, written without spaces", FINE, {
    "GET runs/get": "mlflow.log-model.history",
  }),
];
