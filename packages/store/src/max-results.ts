import { ApiError } from "@mlflow-ts/contract";

/** The most runs, experiments or logged models that one page of a search holds. */
const MAX_PAGE_SIZE = 50_000;

/** @throws ApiError INVALID_PARAMETER_VALUE unless it is between 1 and 50,000. */
export function checkMaxResults(maxResults: number | bigint): number {
  const invalid = `Invalid value ${maxResults} for parameter 'max_results' supplied. It must be`;
  if (maxResults < 1) throw ApiError.invalidParameter(`${invalid} a positive integer`);
  if (maxResults > MAX_PAGE_SIZE) {
    throw ApiError.invalidParameter(`${invalid} at most ${MAX_PAGE_SIZE}`);
  }
  return Number(maxResults);
}
