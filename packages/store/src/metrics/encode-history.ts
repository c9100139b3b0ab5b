import { encodeDouble } from "@mlflow-ts/contract";
import type { PointRow } from "./find-points.ts";
import { JsonWriter } from "./json-writer.ts";

interface HistoryPart {
  readonly points: readonly PointRow[];
  /** Whether points were given before these, in the same answer. */
  readonly isContinued: boolean;
  /** What comes behind these: more points, a token by which to ask for them, or nothing. */
  readonly follows: "more" | { readonly token: string } | "end";
}

/** Writes points as JSON one by one, so that many of them need little more than their text. */
export function encodeHistory(
  key: string,
  { points, isContinued, follows }: HistoryPart,
): Uint8Array {
  const json = new JsonWriter();
  const head = `{"key":${JSON.stringify(key)},"value":`;
  let separator = isContinued ? "," : '{"metrics":[';
  for (const [value, timestamp, step, isNan] of points) {
    const shown = isNan ? '"NaN"' : encodeDouble(value);
    json.write(`${separator}${head}${shown},"timestamp":${timestamp},"step":${step}}`);
    separator = ",";
  }
  if (follows === "more") return json.finish();
  // MLflow: an empty list is not answered at all.
  json.write(points.length === 0 && !isContinued ? "{" : "]");
  if (follows !== "end") json.write(`,"next_page_token":${JSON.stringify(follows.token)}`);
  json.write("}");
  return json.finish();
}
