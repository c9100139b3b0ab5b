import type { Transaction } from "../db/database.ts";
import { createId } from "../ids.ts";

/** What is linked: kind and id of the source, then of the destination. */
type Edge = readonly [
  "DATASET" | "RUN_INPUT" | "RUN_OUTPUT",
  string,
  "RUN" | "MODEL_INPUT" | "MODEL_OUTPUT",
  string,
];

/** Answers the new edge's id; nothing when the edge was there. */
export async function writeEdge(
  { queries }: Transaction,
  [source_type, source_id, destination_type, destination_id]: Edge,
  step = 0,
): Promise<string | undefined> {
  const input_uuid = createId();
  const { numInsertedOrUpdatedRows } = await queries
    .insertInto("inputs")
    .values({ input_uuid, source_type, source_id, destination_type, destination_id, step })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows ? input_uuid : undefined;
}
