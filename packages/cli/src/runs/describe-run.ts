import type { Run } from "@mlflow-ts/contract";

/** A run as MLflow's command prints it: params, metrics and tags as objects by key. */
export function describeRun({ info, data, inputs, outputs }: Run): unknown {
  const { run_uuid: _alias, ...rest } = info;
  return {
    info: rest,
    data: {
      metrics: toObject(data.metrics),
      params: toObject(data.params),
      tags: toObject(data.tags),
    },
    inputs: {
      model_inputs: inputs?.model_inputs ?? [],
      dataset_inputs: inputs?.dataset_inputs ?? [],
    },
    outputs: { model_outputs: outputs?.model_outputs ?? [] },
  };
}

function toObject(
  entries: readonly { key: string; value: string | number }[] | undefined,
): Record<string, string | number> {
  return Object.fromEntries((entries ?? []).map(({ key, value }) => [key, value]));
}
