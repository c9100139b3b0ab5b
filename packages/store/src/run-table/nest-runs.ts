import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { findRuns, type FoundRuns, foundKey } from "./find-runs.ts";
import { keep } from "./keep.ts";

const PARENT_TAG = "mlflow.parentRunId";

/** Runs as the rows of a table, by their rowids. */
export interface RunRows {
  readonly runCount: number;
  readonly ids: Float64Array;
  /** How many parents stand above each row; undefined when none stands below another. */
  readonly depths?: Uint8Array;
  /** How many runs were found right below a run. */
  readonly childCounts?: ReadonlyMap<number, number>;
}

/** The parents of the runs that name one, by rowid. */
function findParents(queries: Queries): Promise<ReadonlyMap<number, number>> {
  return keep(queries, "parents", async () => {
    const { rows } = await sql<{ id: number; parent: number }>`
      select child.rowid as id, parent.rowid as parent from tags
      join runs as child on child.run_uuid = tags.run_uuid
      join runs as parent on parent.run_uuid = tags.value
      where tags.key = ${PARENT_TAG}`.execute(queries);
    return new Map(rows.map(({ id, parent }) => [id, parent]));
  });
}

interface Family {
  readonly roots: readonly number[];
  readonly children: ReadonlyMap<number, readonly number[]>;
}

/** Divides runs into those that stand for themselves and those below another that was found. */
function findFamily(ids: Float64Array, parents: ReadonlyMap<number, number>): Family {
  const found = new Set(ids);
  const roots: number[] = [];
  const children = new Map<number, number[]>();
  for (const id of ids) {
    const parent = parents.get(id);
    if (parent === undefined || !found.has(parent) || isOwnAncestor(id, parents)) {
      roots.push(id);
      continue;
    }
    const siblings = children.get(parent);
    if (siblings) siblings.push(id);
    else children.set(parent, [id]);
  }
  return { roots, children };
}

/** Anybody may set the tag, also so that runs are each other's parents. */
function isOwnAncestor(id: number, parents: ReadonlyMap<number, number>): boolean {
  const seen = new Set<number>();
  for (let above = parents.get(id); above !== undefined; above = parents.get(above)) {
    if (above === id) return true;
    if (seen.has(above)) return false;
    seen.add(above);
  }
  return false;
}

/** The rows from top to bottom: each run, then those below it unless it is collapsed. */
function layOut({ roots, children }: Family, collapsed: ReadonlySet<number>) {
  const ids: number[] = [];
  const depths: number[] = [];
  const waiting = roots.toReversed().map((id) => ({ id, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { id, depth } = next;
    ids.push(id);
    depths.push(Math.min(depth, 255));
    if (collapsed.has(id)) continue;
    for (const child of children.get(id)?.toReversed() ?? []) {
      waiting.push({ id: child, depth: depth + 1 });
    }
  }
  return { ids: Float64Array.from(ids), depths: Uint8Array.from(depths) };
}

/** All runs found as rows; `nested` puts a run below its parent where that was found too. */
export async function layOutRuns(
  queries: Queries,
  request: FoundRuns & { nested?: boolean | undefined; collapsed?: readonly number[] },
): Promise<RunRows> {
  const ids = await findRuns(queries, request);
  const flat = { runCount: ids.length, ids };
  if (!request.nested) return flat;
  const collapsed = request.collapsed ?? [];
  const key = `nested ${foundKey(request)} ${collapsed.join()}`;
  return keep(queries, key, async () => {
    const family = findFamily(ids, await findParents(queries));
    if (family.children.size === 0) return flat;
    const childCounts = new Map([...family.children].map(([id, { length }]) => [id, length]));
    return { ...flat, ...layOut(family, new Set(collapsed)), childCounts };
  });
}
