/** One input, output or param of a model. */
export interface SignatureField {
  /** Empty for a tensor without a name. */
  readonly name: string;
  /** Such as `double`, `array<string>` or `tensor float32`. */
  readonly type: string;
  /** Of a tensor; -1 stands for any size. */
  readonly shape: readonly number[] | undefined;
  readonly isRequired: boolean;
  /** Of a param, as JSON. */
  readonly defaultValue: string | undefined;
}

export interface Signature {
  readonly inputs: readonly SignatureField[];
  readonly outputs: readonly SignatureField[];
  readonly params: readonly SignatureField[];
}

/** Reads a signature, whose parts are JSON in texts; what is not there is empty. */
export function readSignature(value: unknown): Signature {
  const part = (name: string) => parseList(fieldOf(value, name)).map(readField);
  return { inputs: part("inputs"), outputs: part("outputs"), params: part("params") };
}

const MAX_DEPTH = 12;

function readField(spec: unknown): SignatureField {
  const tensor = fieldOf(spec, "tensor-spec");
  const name = fieldOf(spec, "name");
  const dtype = fieldOf(tensor, "dtype");
  const shape = fieldOf(tensor, "shape") ?? fieldOf(spec, "shape");
  return {
    name: typeof name === "string" ? name : "",
    type: tensor === undefined ? typeOf(spec, 0) : `tensor ${String(dtype)}`,
    shape: isNumbers(shape) ? shape : undefined,
    isRequired: fieldOf(spec, "required") !== false && fieldOf(spec, "optional") !== true,
    defaultValue: hasField(spec, "default") ? JSON.stringify(fieldOf(spec, "default")) : undefined,
  };
}

function typeOf(spec: unknown, depth: number): string {
  const type = fieldOf(spec, "type") ?? fieldOf(spec, "dtype");
  if (depth > MAX_DEPTH) return "…";
  if (type === "array") return `array<${typeOf(fieldOf(spec, "items"), depth + 1)}>`;
  if (type === "map") return `map<${typeOf(fieldOf(spec, "values"), depth + 1)}>`;
  if (type === "object") {
    const properties = fieldOf(spec, "properties");
    const inner = isRecord(properties) ? Object.entries(properties) : [];
    const parts = inner.map(([name, property]) => {
      const mark = fieldOf(property, "required") === false ? "?" : "";
      return `${name}${mark}: ${typeOf(property, depth + 1)}`;
    });
    return `{${parts.join(", ")}}`;
  }
  return typeof type === "string" ? type : "any";
}

function parseList(value: unknown): readonly unknown[] {
  try {
    const parsed: unknown = typeof value === "string" ? JSON.parse(value) : value;
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    // A signature of another program's making says nothing here.
    return [];
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasField(value: unknown, name: string): boolean {
  return isRecord(value) && Object.hasOwn(value, name);
}

function fieldOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((part) => typeof part === "number");
}
