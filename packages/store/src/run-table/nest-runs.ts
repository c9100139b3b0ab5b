import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { findRuns, type FoundRuns, foundKey } from "./find-runs.ts";
import { keep } from "./keep.ts";
import { type RunKey, runKey, type RunKeys, toRunKeys } from "./run-keys.ts";

const PARENT_TAG = "mlflow.parentRunId";

/** Runs as the rows of a table, by their keys. */
export interface RunRows {
  readonly runCount: number;
  readonly ids: RunKeys;
  /** How many parents stand above each row; undefined when none stands below another. */
  readonly depths?: Uint8Array;
  /** How many runs were found right below a run. */
  readonly childCounts?: ReadonlyMap<RunKey, number>;
}

/** The parents of the runs that name one, by key. */
function findParents(queries: Queries): Promise<ReadonlyMap<RunKey, RunKey>> {
  return keep(queries, "parents", async () => {
    const { rows } = await sql<{ id: RunKey; parent: RunKey }>`
      select ${runKey("child")} as id, ${runKey("parent")} as parent from tags
      join runs as child on child.run_uuid = tags.run_uuid
      join runs as parent on parent.run_uuid = tags.value
      where tags.key = ${PARENT_TAG}`.execute(queries);
    return new Map(rows.map(({ id, parent }) => [id, parent]));
  });
}

interface Family {
  readonly roots: readonly RunKey[];
  readonly children: ReadonlyMap<RunKey, readonly RunKey[]>;
}

/** Divides runs into those that stand for themselves and those below another that was found. */
function findFamily(ids: RunKeys, parents: ReadonlyMap<RunKey, RunKey>): Family {
  const found = new Set<RunKey>(ids);
  const roots: RunKey[] = [];
  const children = new Map<RunKey, RunKey[]>();
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
function isOwnAncestor(id: RunKey, parents: ReadonlyMap<RunKey, RunKey>): boolean {
  const seen = new Set<RunKey>();
  for (let above = parents.get(id); above !== undefined; above = parents.get(above)) {
    if (above === id) return true;
    if (seen.has(above)) return false;
    seen.add(above);
  }
  return false;
}

/** The rows from top to bottom: each run, then those below it unless it is collapsed. */
function layOut({ roots, children }: Family, collapsed: ReadonlySet<RunKey>) {
  const ids: RunKey[] = [];
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
  return { ids: toRunKeys(ids), depths: Uint8Array.from(depths) };
}

/** All runs found as rows; `nested` puts a run below its parent where that was found too. */
export async function layOutRuns(
  queries: Queries,
  request: FoundRuns & { nested?: boolean | undefined; collapsed?: readonly RunKey[] },
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
