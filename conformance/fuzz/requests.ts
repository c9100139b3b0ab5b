import fc, { type Arbitrary } from "fast-check";
import {
  CONTENT_TYPES,
  HOSTILE_BODIES,
  HOSTILE_ENCODED,
  HOSTILE_HEADERS,
  hostileJson,
  hostileText,
} from "./hostile.ts";
import type { Operation, Parameter, Schema } from "./operations.ts";

/** A request before the markers in it, such as `$run`, become ids that the server has given. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

type Schemas = Readonly<Record<string, Schema>>;

/** What fields of these names hold, so that requests also get beyond the first check. */
const KNOWN_TEXTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^run_(id|uuid)s?$/, ["$run"]],
  [/^experiment_ids?$/, ["$experiment", "0"]],
  [/model_id$/, ["$model"]],
  [/^experiment_name$|^name$/, ["Default", "fuzz"]],
  [/^filter/, ["tags.a = 'b'", "metrics.loss > 0 OR params.a LIKE 'b%'", "name = 'a'"]],
  [/^order_by$/, ["metrics.loss DESC", "name", "start_time ASC"]],
  [/path$/, ["a.txt", "folder/b.txt", "$experiment/$run/artifacts/a.txt", "folder"]],
  [/key$/, ["loss", "a"]],
  [
    /^query$/,
    ["{ __typename }", "query { mlflowSearchRuns(input: {}) { runs { info { runId } } } }"],
  ],
];

const shortText = fc.oneof(
  fc.constantFrom("a", "1", "x y", "\u{1F600}"),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);

function goodText(name: string): Arbitrary<string> {
  const known = KNOWN_TEXTS.find(([pattern]) => pattern.test(name))?.[1];
  if (known === undefined) return shortText;
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: shortText },
  );
}

function typesOf({ type }: Schema): readonly string[] {
  if (type === undefined) return [];
  return typeof type === "string" ? [type] : type;
}

/** A value that fits a schema, as JSON. */
function goodJson(schemas: Schemas, schema: Schema, name: string): Arbitrary<string> {
  if (schema.$ref !== undefined) {
    const named = schemas[schema.$ref.split("/").at(-1) ?? ""];
    return named ? goodJson(schemas, named, name) : fc.json();
  }
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => goodJson(schemas, one, name)));
  if (schema.enum) return fc.constantFrom(...schema.enum.map((value) => JSON.stringify(value)));
  if (schema.properties) return objectJson(schemas, schema.properties);
  const choices = typesOf(schema).map((type): Arbitrary<string> => {
    switch (type) {
      case "string":
        return goodText(name).map((text) => JSON.stringify(text));
      case "integer":
        return fc.oneof(fc.nat(1000).map(String), fc.bigInt().map(String));
      case "number":
        return fc.double({ noNaN: true }).map((value) => JSON.stringify(value));
      case "boolean":
        return fc.constantFrom("true", "false");
      case "array": {
        const item = fieldJson(schemas, schema.items ?? {}, name);
        return fc.array(item, { maxLength: 4 }).map((items) => `[${items.join()}]`);
      }
      default:
        return fc.json({ maxDepth: 2 });
    }
  });
  return choices.length > 0 ? fc.oneof(...choices) : fc.json({ maxDepth: 2 });
}

/** Mostly a fitting value, now and then a hostile one. */
function fieldJson(schemas: Schemas, schema: Schema, name: string): Arbitrary<string> {
  return fc.oneof(
    { weight: 12, arbitrary: goodJson(schemas, schema, name) },
    { weight: 1, arbitrary: hostileJson },
  );
}

function objectJson(
  schemas: Schemas,
  properties: Readonly<Record<string, Schema>>,
): Arbitrary<string> {
  const fields = Object.entries(properties).map(([name, schema]) =>
    fc.option(
      fieldJson(schemas, schema, name).map((value) => `${JSON.stringify(name)}:${value}`),
      { freq: 8 },
    ),
  );
  const extra = fc.oneof(
    { weight: 20, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(hostileText, hostileJson)
        .map(([name, value]) => `${JSON.stringify(name)}:${value}`),
    },
  );
  return fc.tuple(...fields, extra).map((parts) => {
    const present = parts.filter((part) => part !== null);
    return `{${present.join()}}`;
  });
}

const encoded = (text: string) => encodeURIComponent(text.toWellFormed()).replaceAll("%24", "$");

function parameterText({ name, schema }: Parameter): Arbitrary<string> {
  const isNumber = typesOf(schema).some((type) => type === "integer" || type === "number");
  const good = isNumber ? fc.nat(1000).map(String) : goodText(name);
  return fc.oneof(
    { weight: 12, arbitrary: good.map(encoded) },
    { weight: 1, arbitrary: hostileText.filter((text) => text.length < 9000).map(encoded) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_ENCODED) },
  );
}

function url({ path, parameters }: Operation): Arbitrary<string> {
  const inPath = parameters.filter((parameter) => parameter.in === "path");
  const inQuery = parameters.filter((parameter) => parameter.in === "query");
  const segments = fc.tuple(...inPath.map(parameterText));
  const query = fc.tuple(
    ...inQuery.map((parameter) =>
      fc
        .array(parameterText(parameter), { maxLength: 2 })
        .map((values) => values.map((value) => `${parameter.name}=${value}`)),
    ),
  );
  return fc.tuple(segments, query).map(([values, pairs]) => {
    const filled = inPath.reduce(
      (text, { name }, i) => text.replace(`{${name}}`, () => values[i] ?? ""),
      path,
    );
    const search = pairs.flat().join("&");
    return search === "" ? filled : `${filled}?${search}`;
  });
}

function body(schemas: Schemas, { jsonBody, takesFile }: Operation) {
  if (takesFile) return fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes));
  if (jsonBody === undefined) return fc.constant(undefined);
  return fc.oneof(
    { weight: 20, arbitrary: objectJson(schemas, jsonBody.properties ?? {}) },
    { weight: 1, arbitrary: hostileJson },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_BODIES) },
  );
}

function headers(hasBody: boolean): Arbitrary<Record<string, string>> {
  const type = hasBody
    ? fc.oneof(
        { weight: 20, arbitrary: fc.constant({ "content-type": "application/json" }) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(...CONTENT_TYPES).map((name) => ({ "content-type": name })),
        },
      )
    : fc.constant({});
  const more = fc.oneof(
    { weight: 20, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_HEADERS) },
  );
  return fc.tuple(type, more).map(([first, second]) => ({ ...first, ...second }));
}

/** A request to an operation: mostly nearly right, so that it gets past the first check. */
function requestTo(schemas: Schemas, operation: Operation): Arbitrary<Request> {
  const hasBody = operation.jsonBody !== undefined || operation.takesFile;
  return fc
    .tuple(url(operation), headers(hasBody), body(schemas, operation))
    .map(([path, fields, content]) => ({
      method: operation.method,
      path,
      headers: fields,
      ...(content !== undefined && { body: content }),
    }));
}

/** A request to any of a server's operations. */
export function requestsTo(schemas: Schemas, operations: readonly Operation[]): Arbitrary<Request> {
  return fc.oneof(...operations.map((operation) => requestTo(schemas, operation)));
}
