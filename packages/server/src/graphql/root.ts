import {
  ApiError,
  contract,
  type Experiment,
  type Handlers,
  type ResponseOf,
  text,
  type TrackingContract,
} from "@mlflow-ts/contract";
import type { z } from "zod";
import { decodeAnswer } from "../decode-answer.ts";
import { toSnakeCase } from "./wire-name.ts";

/** The part of the REST API that GraphQL asks. */
export type AskedHandlers = Pick<
  Handlers<TrackingContract>,
  | "getExperiment"
  | "getRun"
  | "searchRuns"
  | "getMetricHistoryBulkInterval"
  | "listArtifacts"
  | "searchModelVersions"
  | "searchDatasets"
>;

/** The argument of a root field; the schema has checked its form, not its texts. */
interface Args<Fields> {
  readonly input?: Readonly<Partial<Record<keyof Fields, unknown>>> | null;
}
type NamesOfRun = Args<{ runId: string; runUuid: string }>;

/** A run as the REST API answers it. */
type WireRun = ResponseOf<"getRun">["run"];

/** Checks what the schema cannot, such as texts that no database can keep. */
function check<Schema extends z.ZodType>(schema: Schema, request: unknown): z.output<Schema> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw ApiError.invalidParameter(
    `Invalid value for parameter '${issue?.path.join(".")}' supplied: ${issue?.message}`,
  );
}

/** An argument's fields by their names on the wire. */
function toFields(input: object | null | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input ?? {}).map(([name, value]) => [toSnakeCase(name), value]),
  );
}

/** The values of the schema's root fields; made for each request, so that it loads nothing twice. */
export function createRoot(ask: AskedHandlers) {
  const experiments = new Map<string, Promise<Experiment>>();
  const loadExperiment = (id: string) => {
    let experiment = experiments.get(id);
    if (experiment === undefined) {
      experiment = decodeAnswer(ask.getExperiment({ experiment_id: id })).then(
        (one) => one.experiment,
      );
      experiments.set(id, experiment);
    }
    return experiment;
  };
  const withRelations = (run: WireRun) => ({
    ...run,
    experiment: () => loadExperiment(run.info.experiment_id),
    // Registered models are not served yet, so no run has versions of them.
    model_versions: [],
  });
  // MLflow: an unset id is that of no run, which is then not found.
  const runIdOf = ({ input }: NamesOfRun) => check(text(), input?.runId || input?.runUuid || "");

  return {
    mlflow_get_experiment: async ({ input }: Args<{ experimentId: string }>) => {
      // MLflow: an unset id is that of the default experiment.
      return { experiment: await loadExperiment(check(text(), input?.experimentId ?? "0")) };
    },
    mlflow_get_run: async (args: NamesOfRun) => {
      const run_id = runIdOf(args);
      const { run } = await decodeAnswer(ask.getRun({ run_id, run_uuid: undefined }));
      return { run: withRelations(run) };
    },
    mlflow_search_runs: async ({ input }: Args<object>) => {
      const request = check(contract.searchRuns.request, toFields(input));
      const { runs = [], ...page } = await decodeAnswer(ask.searchRuns(request));
      return { ...page, runs: runs.map(withRelations) };
    },
    mlflow_get_metric_history_bulk_interval: async ({ input }: Args<object>) => {
      const request = check(contract.getMetricHistoryBulkInterval.request, toFields(input));
      return decodeAnswer(ask.getMetricHistoryBulkInterval(request));
    },
    mlflow_list_artifacts: async (args: NamesOfRun & Args<{ path: string }>) => {
      const path = check(text(), args.input?.path ?? "");
      const request = { run_id: runIdOf(args), path, run_uuid: undefined, page_token: undefined };
      return decodeAnswer(ask.listArtifacts(request));
    },
    mlflow_search_model_versions: async ({ input }: Args<object>) => {
      const request = check(contract.searchModelVersions.request, toFields(input));
      return decodeAnswer(ask.searchModelVersions(request));
    },
    mlflow_search_datasets: async ({ input }: Args<object>) => {
      const request = check(contract.searchDatasets.request, toFields(input));
      return decodeAnswer(ask.searchDatasets(request));
    },
    test: ({ inputString }: { readonly inputString?: string | null }) => ({
      output: inputString ?? "",
    }),
  };
}
