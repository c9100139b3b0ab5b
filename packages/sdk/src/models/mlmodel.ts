import { MLFLOW_VERSION } from "@mlflow-ts/contract";
import { refusal } from "../logging/check-entry.ts";
import type { ExampleInfo } from "./input-example.ts";
import {
  isRecord,
  type ModelSignature,
  readSignature,
  writeSignature,
  type WrittenSignature,
} from "./signature.ts";

export const MLMODEL = "MLmodel";

/** What each flavor says of its files and settings. */
export type FlavorConfigs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The file `MLmodel`, which makes a folder a model, by MLflow's names. */
export interface Mlmodel {
  readonly flavors: FlavorConfigs;
  readonly signature: WrittenSignature | undefined;
  readonly saved_input_example_info: ExampleInfo | undefined;
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
  readonly model_size_bytes: number;
  /** Of a logged model. */
  readonly model_id?: string;
  readonly run_id?: string | undefined;
  readonly artifact_path?: string;
}

/** Writes the file as PyYAML would: keys in order, what YAML 1.1 would misread in quotes. */
export async function writeMlmodel(model: Mlmodel, now = new Date()): Promise<string> {
  const { stringify } = await import("yaml");
  const { signature, model_id } = model;
  const whole = {
    ...model,
    ...(model_id !== undefined && { model_uuid: model_id }),
    ...(signature && { is_signature_from_type_hint: false, type_hint_from_example: false }),
    mlflow_version: MLFLOW_VERSION,
    utc_time_created: now.toISOString().replace("T", " ").replace("Z", "000"),
  };
  const fields = Object.entries(whole).filter(([, value]) => value !== undefined);
  return stringify(Object.fromEntries(fields), { version: "1.1", sortMapEntries: true });
}

export interface ReadMlmodel {
  readonly flavors: FlavorConfigs;
  readonly signature: ModelSignature | undefined;
  readonly exampleInfo: Readonly<Record<string, unknown>> | undefined;
}

/** @throws MlflowError INVALID_PARAMETER_VALUE when the text is no `MLmodel` file. */
export async function readMlmodel(text: string): Promise<ReadMlmodel> {
  const { parse } = await import("yaml");
  let whole: unknown;
  try {
    // A reference is repeated a few times at most: YAML can be made to grow without end.
    whole = parse(text, { version: "1.1", maxAliasCount: 20, logLevel: "error" });
  } catch (error) {
    throw refusal(`The file MLmodel is no YAML: ${String(error)}`);
  }
  const flavors = isRecord(whole) ? whole["flavors"] : undefined;
  if (!isRecord(whole) || !isRecord(flavors)) throw refusal("The file MLmodel names no flavor.");
  const configs = Object.entries(flavors).map(([name, config]) => [
    name,
    isRecord(config) ? config : {},
  ]);
  const info = whole["saved_input_example_info"];
  return {
    flavors: Object.fromEntries(configs) as FlavorConfigs,
    signature: readSignature(whole["signature"]),
    exampleInfo: isRecord(info) ? info : undefined,
  };
}

/** MLflow: what a model's JSON and YAML never say is undefined, not null. */
export function writtenSignature(
  signature: ModelSignature | undefined,
): WrittenSignature | undefined {
  return signature && writeSignature(signature);
}
