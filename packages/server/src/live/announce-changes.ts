import {
  type AnyEndpoint,
  type Change,
  contract,
  type Handlers,
  type RunChange,
  type TrackingContract,
} from "@mlflow-ts/contract";

type What = RunChange["what"];

/** What an endpoint changes of the run that its request names. */
const CHANGES_RUN: Readonly<Partial<Record<keyof TrackingContract, What>>> = {
  logMetric: ["metrics"],
  logBatch: ["metrics", "data"],
  logParam: ["data"],
  setTag: ["data"],
  deleteTag: ["data"],
  logInputs: ["data"],
  logOutputs: ["data"],
  logModel: ["data"],
  updateRun: ["info", "data"],
  deleteRun: ["deleted"],
  restoreRun: ["created"],
};

/** Handlers that tell what they have changed, once it is on disk. */
export function announceChanges(
  handlers: Handlers<TrackingContract>,
  announce: (change: Change) => void,
): Handlers<TrackingContract> {
  const announcing = Object.entries(handlers).map(([name, handler]) => {
    // Each handler stands under the name of its endpoint.
    const endpoint: AnyEndpoint = contract[name as keyof TrackingContract];
    if (endpoint.permission === "read") return [name, handler];
    // Whatever its request, it is passed on as it came.
    const handle = handler as (...args: unknown[]) => unknown;
    return [
      name,
      async (...args: unknown[]) => {
        const answer = await handle(...args);
        const change = changeOf(name, endpoint, args[0], answer);
        if (change) announce(change);
        return answer;
      },
    ];
  });
  return Object.fromEntries(announcing) as Handlers<TrackingContract>;
}

function changeOf(
  name: string,
  endpoint: AnyEndpoint,
  request: unknown,
  answer: unknown,
): Change | undefined {
  if (name === "createRun") {
    return ofRun(valueAt(valueAt(valueAt(answer, "run"), "info"), "run_id"), ["created"]);
  }
  if (Object.hasOwn(CHANGES_RUN, name)) {
    const what = whatOf(CHANGES_RUN[name as keyof TrackingContract] ?? [], request);
    return ofRun(valueAt(request, "run_id"), what);
  }
  if (endpoint.path.startsWith("/mlflow/experiments/")) return { experiments: true };
  if (endpoint.path.startsWith("/mlflow/logged-models")) return { models: true };
  // Files are read when they are looked at.
  return undefined;
}

/** A batch of metrics alone, which most are, leaves params and tags as they are. */
function whatOf(what: What, request: unknown): What {
  const isEmpty = (field: string) => {
    const list = valueAt(request, field);
    return Array.isArray(list) && list.length === 0;
  };
  return what.filter(
    (part) =>
      !(part === "metrics" && isEmpty("metrics")) &&
      !(part === "data" && isEmpty("params") && isEmpty("tags")),
  );
}

function ofRun(runId: unknown, what: What): Change | undefined {
  if (typeof runId !== "string" || what.length === 0) return undefined;
  return { runs: [{ run_id: runId, what }] };
}

function valueAt(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
