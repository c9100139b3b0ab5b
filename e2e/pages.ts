import { post, type Run, searchRuns } from "./api.ts";

/** A page of ours that shows what examples/pytorch/train.py logged. */
export interface SamplePage {
  readonly name: string;
  /** After the server's URL. */
  readonly path: string;
}

/** Every kind of page, on the runs of the PyTorch example. */
export async function listPages(url: string): Promise<SamplePage[]> {
  const answer = await fetch(
    `${url}/api/2.0/mlflow/experiments/get-by-name?experiment_name=pytorch%20digits`,
  );
  const { experiment } = (await answer.json()) as { experiment: { experiment_id: string } };
  const id = experiment.experiment_id;
  const runs = await searchRuns(url, id);
  const pathOf = (name: string) => `/#/experiments/${id}/runs/${findRun(runs, name).info.run_id}`;
  const { run_id } = findRun(runs, "adam").info;
  const { models } = await post<{ models: { info: { model_id: string } }[] }>(
    url,
    "logged-models/search",
    { experiment_ids: [id], filter: `source_run_id = '${run_id}'` },
  );
  const model = models[0]?.info.model_id ?? "";
  return [
    { name: "experiment", path: `/#/experiments/${id}` },
    { name: "charts beside the table", path: `/#/experiments/${id}?view=both` },
    ...["scatter", "parallel", "importance", "histogram", "differences", "images"].map((tab) => ({
      name: `${tab} of runs`,
      path: `/#/experiments/${id}?view=charts&chartTab=${tab}`,
    })),
    { name: "comparison", path: `/#/compare?runs=${runs.map(({ info }) => info.run_id)}` },
    { name: "run", path: pathOf("adam") },
    { name: "failed run", path: pathOf("steps far too large") },
    { name: "killed run", path: pathOf("stopped politely") },
    { name: "figure", path: `${pathOf("adam")}?artifact=plots/confusion.png` },
    { name: "HTML artifact", path: `${pathOf("adam")}?artifact=plots/confusion.html` },
    { name: "model in a run", path: `${pathOf("adam")}?artifact=models:/${model}` },
    { name: "model", path: `/#/experiments/${id}/models/${model}` },
    { name: "empty experiment", path: "/#/experiments/0" },
    { name: "unknown run", path: `/#/experiments/${id}/runs/none` },
  ];
}

function findRun(runs: readonly Run[], name: string): Run {
  const run = runs.find(({ info }) => info.run_name === name);
  if (run === undefined) throw new Error(`The example has not logged the run '${name}'.`);
  return run;
}
