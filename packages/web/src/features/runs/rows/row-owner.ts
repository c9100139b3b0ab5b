import { groupOwnerId } from "../groups/group-by.ts";
import type { TableRow } from "./table-rows.ts";

/** Whose line a row is in the charts: the run's own, or that of its group. */
export function ownerOf(row: TableRow): string | undefined {
  if (row.kind === "group") return groupOwnerId(row.group.value ?? null);
  return row.groupValue === undefined ? row.run?.run_id : groupOwnerId(row.groupValue);
}
