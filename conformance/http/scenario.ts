import type { Probe } from "./probe.ts";

/** Requests that belong together. It starts from nothing but what earlier areas left. */
export type Scenario = (probe: Probe) => Promise<void>;

/** Scenarios of one part of the API, by a sentence that says what they look at. */
export type Area = Readonly<Record<string, Scenario>>;

/** Creates an experiment with a name of its own and answers its id. */
export async function createExperiment(probe: Probe, fields: object = {}): Promise<string> {
  const answer = await probe.post("experiments/create", { name: probe.freshName(), ...fields });
  return String(answer.experiment_id);
}

/** Creates a run with a start time that both servers answer alike, and answers its id. */
export async function createRun(
  probe: Probe,
  experimentId: string,
  fields: object = {},
): Promise<string> {
  const answer = await probe.post("runs/create", {
    experiment_id: experimentId,
    start_time: 1000,
    run_name: "run",
    ...fields,
  });
  return String(answer.run?.info?.run_id);
}
