import type { UsedDataset } from "@mlflow-ts/contract";

/** One column or tensor that a dataset is made of. */
export interface SchemaField {
  readonly name: string;
  readonly type: string;
}

/** What a run's answer says of a dataset, in parts that can be shown. */
export interface DatasetDetails {
  /** For what the run used it, such as `training`. */
  readonly context: string | undefined;
  /** Where its data came from: an address, or what else the client wrote down. */
  readonly source: string;
  /** The address, when it is one of the web. */
  readonly link: string | undefined;
  /** Undefined when the schema is none that MLflow's clients write. */
  readonly fields: readonly SchemaField[] | undefined;
  /** Counts and the like. */
  readonly profile: readonly { readonly key: string; readonly value: string }[] | undefined;
}

export function readDataset({ dataset, tags = [] }: UsedDataset): DatasetDetails {
  const source = readSource(dataset.source);
  return {
    context: tags.find(({ key }) => key === "mlflow.data.context")?.value || undefined,
    source,
    link: /^https?:\/\/\S+$/i.test(source) && URL.canParse(source) ? source : undefined,
    fields: readSchema(dataset.schema),
    profile: readProfile(dataset.profile),
  };
}

/** MLflow: a source is JSON with the address in a field that depends on its type. */
function readSource(text: string): string {
  const source = parseObject(text);
  if (source === undefined) return text;
  for (const name of ["uri", "url", "path", "table_name", "name"]) {
    const value = source[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return JSON.stringify(source, undefined, 2);
}

function readSchema(text: string | undefined): SchemaField[] | undefined {
  const schema = parseObject(text);
  if (schema === undefined) return undefined;
  const columns = schema["mlflow_colspec"];
  if (Array.isArray(columns)) return columns.map(readColumn);
  const tensors = asObject(schema["mlflow_tensorspec"]);
  if (tensors === undefined) return undefined;
  return ["features", "targets"].flatMap((part) => {
    const value = tensors[part];
    const list = typeof value === "string" ? parseJson(value) : value;
    return Array.isArray(list) ? list.map((tensor) => readTensor(tensor, part)) : [];
  });
}

function readColumn(column: unknown, index: number): SchemaField {
  const { name = String(index), type, required } = asObject(column) ?? {};
  return {
    name: asText(name),
    type: `${asText(type)}${required === false ? ", optional" : ""}`,
  };
}

function readTensor(tensor: unknown, part: string): SchemaField {
  const { name, "tensor-spec": spec } = asObject(tensor) ?? {};
  const { dtype, shape } = asObject(spec) ?? {};
  return {
    name: name === undefined ? part : asText(name),
    type: `${asText(dtype)} ${asText(shape)}`,
  };
}

function readProfile(text: string | undefined): DatasetDetails["profile"] {
  const profile = parseObject(text);
  return profile && Object.entries(profile).map(([key, value]) => ({ key, value: asText(value) }));
}

function parseObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  return asObject(parseJson(text ?? ""));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return value as Readonly<Record<string, unknown>>;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
