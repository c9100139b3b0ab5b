import type { LifecycleStage } from "./db/tables.ts";

type ViewType = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";

const STAGES: Readonly<Record<ViewType, readonly LifecycleStage[]>> = {
  ACTIVE_ONLY: ["active"],
  DELETED_ONLY: ["deleted"],
  ALL: ["active", "deleted"],
};

/** The lifecycle stages that a search shows; active ones unless others are asked for. */
export function stagesOf(viewType: ViewType = "ACTIVE_ONLY"): readonly LifecycleStage[] {
  return STAGES[viewType];
}
