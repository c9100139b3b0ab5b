import type { RunStatus } from "@mlflow-ts/contract";

/** How a status looks; the tone picks colour and icon. */
export interface StatusLook {
  readonly word: string;
  readonly tone: "good" | "bad" | "stopped" | "live" | "waiting";
}

export const STATUS_LOOKS: Readonly<Record<RunStatus, StatusLook>> = {
  FINISHED: { word: "Finished", tone: "good" },
  FAILED: { word: "Failed", tone: "bad" },
  KILLED: { word: "Killed", tone: "stopped" },
  RUNNING: { word: "Running", tone: "live" },
  SCHEDULED: { word: "Scheduled", tone: "waiting" },
};
