import { ApiError, quotePython, type RequestOf } from "@mlflow-ts/contract";
import { checkMetric } from "../metrics/rules.ts";
import type { Store } from "../store.ts";
import { checkRunId } from "./rules.ts";
import { logRunData, type Param } from "./run-data.ts";
import { checkParam } from "./write-params.ts";
import { checkTag } from "./write-tags.ts";

const MAX_METRICS = 1000;
const MAX_PARAMS = 100;
const MAX_TAGS = 100;
const MAX_TOGETHER = 1000;

function checkCount(what: string, limit: number, count: number): void {
  if (count <= limit) return;
  throw ApiError.invalidParameter(
    `A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}. ` +
      `Please split up ${what} across multiple requests and try again.`,
  );
}

function checkParamsAreUnique(params: readonly Param[]): void {
  const seen = new Set<string>();
  const repeated = params.filter(({ key }) => seen.size === seen.add(key).size);
  if (repeated.length === 0) return;
  const keys = repeated.map(({ key }) => quotePython(key)).join(", ");
  throw ApiError.invalidParameter(
    `Duplicate parameter keys have been submitted: [${keys}]. Please ensure the request ` +
      "contains only one param value per param key.",
  );
}

/** Adds metrics, params and tags to an active run: all of them or, when one is refused, none. */
export async function logBatch(store: Store, request: RequestOf<"logBatch">): Promise<void> {
  const { run_id: runId, metrics } = request;
  checkRunId(runId);
  for (const [index, metric] of metrics.entries()) checkMetric(metric, `metrics[${index}].`);
  const params = request.params.map((param, i) => checkParam(store, param, `params[${i}].`));
  const tags = request.tags.map((tag, i) => checkTag(store, tag, `tags[${i}].`));
  checkCount("metrics", MAX_METRICS, metrics.length);
  checkCount("params", MAX_PARAMS, params.length);
  checkCount("tags", MAX_TAGS, tags.length);
  checkCount(
    "metrics, params, and tags",
    MAX_TOGETHER,
    metrics.length + params.length + tags.length,
  );
  checkParamsAreUnique(params);

  await logRunData(store, { runId, metrics, params, tags });
}
