import { differ } from "./differ.ts";
import { BAD, DROPPING, FAILING, FAILS, LENIENT, NAMED, NO_SQL, TWICE } from "./reasons.ts";

const LIFE = "experiments > create, read, rename, delete, restore";
const NAMES = "experiments > names and locations";
const MISSING = "experiments > read what is not there";

export const EXPERIMENT_DIFFERENCES = [
  ...differ(LIFE, NO_SQL, BAD, {
    "create the same name again": "already exists.",
    "create the deleted name": "already exists.",
  }),
  ...differ(LIFE, FAILS, FAILING, {
    "rename a deleted one": "Cannot rename a non-active experiment.",
  }),
  ...differ("experiments > rename to a name that is taken", NO_SQL, BAD, {
    "POST experiments/update": "RESOURCE_ALREADY_EXISTS",
  }),
  ...differ(
    NAMES,
    "an artifact location holds no '..', whoever reads it later (SECURITY.md)",
    DROPPING,
    { "dots in a location": "must not hold '..'" },
  ),
  ...differ(NAMES, NAMED, BAD, { "a tag without key": "'tags[0].key'" }),
  ...differ(NAMES, TWICE, LENIENT, { "a tag twice": "experiment_id" }),
  ...differ(MISSING, FAILS, FAILING, { "a huge id": "Invalid experiment ID" }),
  ...differ(MISSING, "MLflow takes the first of two; ours asks which is meant", DROPPING, {
    "an id twice": "'experiment_id'",
  }),
];
