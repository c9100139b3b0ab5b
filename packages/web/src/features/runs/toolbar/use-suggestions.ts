import type { KeyOfRuns } from "@mlflow-ts/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "../../../api/client.ts";
import type { Completion } from "../filter/complete-filter.ts";
import { STATUSES } from "../filter/quick-filters.ts";
import type { RunsRequest } from "../rows/run-window.ts";
import { toFieldName } from "../table/column.ts";

/** A text that may be put in, and what tells it from others. */
export interface Suggestion {
  readonly text: string;
  readonly note: string;
}

export interface FilterKeys {
  readonly metrics: readonly KeyOfRuns[];
  readonly params: readonly KeyOfRuns[];
  readonly tags: readonly KeyOfRuns[];
}

const MAX_SHOWN = 12;
const ATTRIBUTES = ["status", "run_name", "start_time", "end_time", "user_id", "run_id"];
const NUMBER_OPERATORS = ["<", "<=", ">", ">=", "=", "!="];
const TEXT_OPERATORS = ["=", "!=", "LIKE", "ILIKE"];
const PLAIN_KEY = /^[\p{L}_][\p{L}\p{N}_]*$/u;

function fieldSuggestions(keys: FilterKeys | undefined, typed: string): Suggestion[] {
  const name = (entity: "metric" | "param" | "tag", key: string) =>
    PLAIN_KEY.test(key) ? `${entity}s.${key}` : toFieldName(entity, key);
  const all = [
    ...ATTRIBUTES.map((text) => ({ text, note: "run" })),
    ...(keys?.metrics ?? []).map(({ key }) => ({ text: name("metric", key), note: "metric" })),
    ...(keys?.params ?? []).map(({ key }) => ({ text: name("param", key), note: "param" })),
    { text: "datasets.name", note: "dataset" },
    ...(keys?.tags ?? []).map(({ key }) => ({ text: name("tag", key), note: "tag" })),
  ];
  const sought = typed.replaceAll(/[`"]/g, "").toLowerCase();
  return all.filter(({ text }) => text.replaceAll("`", "").toLowerCase().includes(sought));
}

function operatorSuggestions({ entity, key }: Field, typed: string): Suggestion[] {
  const isNumber = entity === "metric" || key === "start_time" || key === "end_time";
  const hasNull = entity === "param" || entity === "tag";
  return [
    ...(isNumber ? NUMBER_OPERATORS : TEXT_OPERATORS),
    ...(hasNull ? ["IS NULL", "IS NOT NULL"] : []),
  ]
    .filter((text) => text.toLowerCase().startsWith(typed.toLowerCase()) && text !== typed)
    .map((text) => ({ text, note: "" }));
}

type Field = NonNullable<Completion["field"]>;

/** What values of a field are asked of the server by; undefined where it can't be asked. */
function groupingOf({ entity, key }: Field) {
  if (entity === "param" || entity === "parameter") return { by: "PARAM", key } as const;
  if (entity === "tag") return { by: "TAG", key } as const;
  if (entity === "dataset" && key === "name") return { by: "DATASET" } as const;
  if (entity !== "attribute" && entity !== "attr" && entity !== "run") return undefined;
  if (key === "user_id") return { by: "TAG", key: "mlflow.user" } as const;
  return key === "run_name" ? ({ by: "TAG", key: "mlflow.runName" } as const) : undefined;
}

function quote(value: string): string {
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}

/** What may stand at the caret; values come from the server. */
export function useSuggestions(
  completion: Completion | undefined,
  keys: FilterKeys | undefined,
  { experiment_ids, run_view_type }: RunsRequest,
): readonly Suggestion[] {
  const isValue = completion?.kind === "value" && completion.field !== undefined;
  const grouping = isValue && completion.field ? groupingOf(completion.field) : undefined;
  const asked = { experiment_ids, run_view_type, ...grouping, contains: completion?.typed };
  const values = useQuery({
    queryKey: ["runs-values", asked],
    queryFn: ({ signal }) => client.groupRuns(asked, { signal }),
    enabled: grouping !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  if (completion === undefined) return [];
  return suggest(completion, keys, grouping ? values.data?.groups : undefined).slice(0, MAX_SHOWN);
}

function suggest(
  completion: Completion,
  keys: FilterKeys | undefined,
  groups: readonly { readonly value?: string | undefined; readonly run_count: number }[] = [],
): Suggestion[] {
  const { kind, field, typed } = completion;
  if (kind === "field") return fieldSuggestions(keys, typed);
  if (field === undefined) return [];
  if (kind === "operator") return operatorSuggestions(field, typed);
  if (field.key === "status") {
    return STATUSES.filter((status) => status.startsWith(typed.toUpperCase())).map((status) => ({
      text: quote(status),
      note: "status",
    }));
  }
  return groups.flatMap(({ value, run_count }) =>
    value === undefined ? [] : [{ text: quote(value), note: `${run_count}` }],
  );
}
