import {
  ApiError,
  contract,
  type Experiment,
  parseJson,
  type RequestOf,
  type ResponseOf,
  text,
} from "@mlflow-ts/contract";
import { getExperiment, getRun, type Store } from "@mlflow-ts/store";
import type { z } from "zod";

/** The argument of a root field; the schema has checked its form, not its texts. */
type Args<Input> = {
  readonly input?: { readonly [Name in keyof Input]?: Input[Name] | null } | null;
};

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

async function findRuns(
  store: Store,
  request: RequestOf<"searchRuns">,
): Promise<ResponseOf<"searchRuns">> {
  const { bytes } = await store.reader.run("searchRuns", request);
  // The reader wrote this answer of the contract as JSON.
  return parseJson(new TextDecoder().decode(bytes)) as ResponseOf<"searchRuns">;
}

/** The values of the schema's root fields; made for each request, so that it loads nothing twice. */
export function createRoot(store: Store) {
  const experiments = new Map<string, Promise<Experiment>>();
  const loadExperiment = (id: string) => {
    let experiment = experiments.get(id);
    if (experiment === undefined) experiments.set(id, (experiment = getExperiment(store, id)));
    return experiment;
  };
  const withRelations = (run: WireRun) => ({
    ...run,
    experiment: () => loadExperiment(run.info.experiment_id),
    // Registered models are not served yet, so no run has versions of them.
    model_versions: [],
  });

  return {
    mlflow_get_experiment: async ({ input }: Args<{ experimentId: string }>) => {
      // MLflow: an unset id is that of the default experiment.
      return { experiment: await loadExperiment(check(text(), input?.experimentId ?? "0")) };
    },
    mlflow_get_run: async ({ input }: Args<{ runId: string; runUuid: string }>) => {
      const runId = check(text(), input?.runId || input?.runUuid || "");
      return { run: withRelations(await getRun(store, runId)) };
    },
    mlflow_search_runs: async ({
      input,
    }: Args<{
      experimentIds: readonly (string | null)[];
      filter: string;
      runViewType: "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";
      maxResults: number;
      orderBy: readonly (string | null)[];
      pageToken: string;
    }>) => {
      const request = check(contract.searchRuns.request, {
        experiment_ids: input?.experimentIds,
        filter: input?.filter,
        run_view_type: input?.runViewType,
        max_results: input?.maxResults,
        order_by: input?.orderBy,
        page_token: input?.pageToken,
      });
      const { runs = [], ...page } = await findRuns(store, request);
      return { ...page, runs: runs.map(withRelations) };
    },
  };
}
