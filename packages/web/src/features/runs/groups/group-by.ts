import type { RunGroup } from "@mlflow-ts/contract";
import type { Field, Filter } from "@mlflow-ts/contract/filter";
import { isStatus, usesDataset } from "../filter/quick-filters.ts";

/** What runs are grouped by. */
export type GroupBy =
  | { readonly by: "PARAM" | "TAG"; readonly key: string }
  | { readonly by: "DATASET"; readonly key?: undefined }
  | { readonly by: "STATUS"; readonly key?: undefined };

/** In the address: `param:lr`, `tag:team`, `dataset` or `status`, and the groups that are open. */
export interface GroupSearch {
  readonly groupBy?: string;
  /** The values of open groups as a JSON list; `null` is the group without a value. */
  readonly open?: string;
}

const KEYED = /^(param|tag):(.+)$/s;

export function parseGroupBy(text: string | undefined): GroupBy | undefined {
  if (text === "dataset") return { by: "DATASET" };
  if (text === "status") return { by: "STATUS" };
  const [, kind, key] = KEYED.exec(text ?? "") ?? [];
  if (key === undefined) return undefined;
  return { by: kind === "tag" ? "TAG" : "PARAM", key };
}

/** What a person calls it. */
export function groupNameOf({ by, key }: GroupBy): string {
  return key ?? (by === "DATASET" ? "dataset" : "status");
}

export function readGroupSearch(search: Readonly<Record<string, unknown>>): GroupSearch {
  const { groupBy, open } = search;
  if (typeof groupBy !== "string" || parseGroupBy(groupBy) === undefined) return {};
  return { groupBy, ...(typeof open === "string" && { open }) };
}

type GroupValue = string | null;

/** How the pages know a group where it is pointed at; the value of a run without one is null. */
export function groupOwnerId(value: GroupValue): string {
  return value === null ? "group" : `group ${value}`;
}

/** The values of the groups that are open. */
export function parseOpenGroups(open: string | undefined): readonly GroupValue[] {
  if (open === undefined) return [];
  try {
    const values: unknown = JSON.parse(open);
    if (!Array.isArray(values)) return [];
    return values.filter((value) => typeof value === "string" || value === null);
  } catch {
    return [];
  }
}

export function toggleGroup(open: string | undefined, value: GroupValue): string | undefined {
  const values = parseOpenGroups(open);
  const next = values.includes(value) ? values.filter((v) => v !== value) : [...values, value];
  return next.length === 0 ? undefined : JSON.stringify(next);
}

/** What all runs of a group, and no others, have. */
export function filterOfGroup(grouping: GroupBy, { value }: Pick<RunGroup, "value">): Filter {
  if (grouping.by === "STATUS") return isStatus(value ?? "");
  if (grouping.by === "DATASET") {
    if (value !== undefined) return usesDataset(value);
    const any: Filter = {
      kind: "condition",
      field: { entity: "dataset", key: "name" },
      test: { operator: "LIKE", value: "%" },
    };
    return { kind: "not", operand: any };
  }
  const field: Field = { entity: grouping.by === "TAG" ? "tag" : "param", key: grouping.key };
  return value === undefined
    ? { kind: "condition", field, test: { operator: "IS NULL" } }
    : { kind: "condition", field, test: { operator: "=", value } };
}
