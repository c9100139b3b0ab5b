import { isDeepStrictEqual } from "node:util";
import { ApiError, type RequestOf, shown } from "@mlflow-ts/contract";

type Search = Pick<RequestOf<"searchLoggedModels">, "experiment_ids" | "filter" | "order_by">;

/** What MLflow's token holds beside the offset: the search that it belongs to. */
function describeSearch({ experiment_ids, filter, order_by }: Search) {
  const order = order_by.map((entry) => ({
    field_name: entry.field_name,
    ascending: entry.ascending ?? true,
    dataset_name: entry.dataset_name || null,
    dataset_digest: entry.dataset_digest || null,
  }));
  return {
    experiment_ids,
    filter_string: filter || null,
    order_by: order.length > 0 ? order : null,
  };
}

/** MLflow's page tokens of logged models: base64 of the search and an offset. */
export function createLoggedModelPageToken(search: Search, offset: number): string {
  return Buffer.from(JSON.stringify({ ...describeSearch(search), offset })).toString("base64");
}

function parseJsonObject(token: string): Record<string, unknown> {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(token)) {
    throw ApiError.invalidParameter("Invalid page token, could not base64-decode");
  }
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, "base64").toString("utf8"));
    if (typeof parsed === "object" && parsed !== null) return { ...parsed };
  } catch {
    // Refused below.
  }
  throw ApiError.invalidParameter(`Invalid page token: ${shown(token)}`);
}

const PARTS = {
  experiment_ids: "Experiment IDs",
  filter_string: "Filter string",
  order_by: "Order by",
} as const;

/** @throws ApiError INVALID_PARAMETER_VALUE for no token, or one of another search. */
export function parseLoggedModelPageToken(search: Search, token: string | undefined): number {
  if (!token) return 0;
  const found = parseJsonObject(token);
  const expected = describeSearch(search);
  for (const key of ["experiment_ids", "filter_string", "order_by"] as const) {
    const value = found[key] ?? null;
    if (isDeepStrictEqual(value, expected[key])) continue;
    const name = PARTS[key];
    throw ApiError.invalidParameter(
      `${name} in the page token do${key === "experiment_ids" ? "" : "es"} not match the ` +
        `requested ${name.charAt(0).toLowerCase()}${name.slice(1)}. ` +
        `Expected: ${shown(expected[key])}. Found: ${shown(value)}`,
    );
  }
  const offset = found["offset"] ?? 0;
  if (typeof offset === "number" && Number.isSafeInteger(offset) && offset >= 0) return offset;
  throw ApiError.invalidParameter("Invalid page token, it holds no offset");
}
