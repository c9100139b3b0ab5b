/** MLflow's search language: filters and orders as trees. Runs in browsers too. */
export { FilterError } from "./filter-error.ts";
export { findLoggedModelAttribute } from "./logged-model-rules.ts";
export { parseFilter } from "./parse-filter.ts";
export { parseOrderBy } from "./parse-order-by.ts";
export { printFilter, printOrderBy } from "./print-filter.ts";
export type * from "./syntax.ts";
