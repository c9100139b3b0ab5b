import { z } from "zod";
import type { AnyEndpoint, Contract, Method } from "./endpoint.ts";
import { ERROR_STATUS } from "./errors.ts";
import { MetricInput } from "./metrics.ts";
import { MLFLOW_VERSION } from "./mlflow-version.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly deprecated?: true;
  readonly description?: string;
  readonly schema: JsonSchema;
}

type Content = Readonly<Record<string, { readonly schema?: JsonSchema }>>;
type Answer = { readonly description: string; readonly content: Content } | { $ref: string };

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
}

/** An OpenAPI 3.1 document, as far as it is made here. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, Answer>>;
  };
}

const BINARY: Content = { "application/octet-stream": {} };

/** A 64-bit integer of an answer is declared as a number or bigint; on the wire both are numbers. */
function toSchema(type: z.ZodType): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type !== "union" || !def.options.some((o) => o._zod.def.type === "bigint")) return;
      delete jsonSchema.anyOf;
      Object.assign(jsonSchema, { type: "integer", format: "int64" });
    },
  });
  return schema;
}

/** The schema of a request as an object, without the fields that stand elsewhere. */
function toBodySchema(shape: z.ZodRawShape, names: readonly string[]): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const name of names) properties[name] = fieldSchema(shape, name);
  const required = names.filter((name) => isRequired(shape, name));
  return { type: "object", properties, ...(required.length > 0 && { required }) };
}

/** Every field of a request is a schema of Zod's whole, not of its core. */
function fieldOf(shape: z.ZodRawShape, name: string): z.ZodType {
  return shape[name] as z.ZodType;
}

const fieldSchema = (shape: z.ZodRawShape, name: string) => toSchema(fieldOf(shape, name));

const isRequired = (shape: z.ZodRawShape, name: string) =>
  !fieldOf(shape, name).safeParse(undefined).success;

function toQueryParameter(endpoint: AnyEndpoint, shape: z.ZodRawShape, name: string): Parameter {
  const newName = endpoint.aliases?.[name];
  return {
    name,
    in: "query",
    required: isRequired(shape, name),
    ...(newName && { deprecated: true, description: `The old name of ${newName}.` }),
    schema: fieldSchema(shape, name),
  };
}

function toPathParameter(shape: z.ZodRawShape, name: string, holdsSlashes: boolean): Parameter {
  return {
    name,
    in: "path",
    required: true,
    ...(holdsSlashes && { description: "May hold slashes." }),
    schema: fieldSchema(shape, name),
  };
}

function toAnswer(endpoint: AnyEndpoint): Answer {
  if (endpoint.transfer === "download" || endpoint.transfer === "archive") {
    return { description: "The file.", content: BINARY };
  }
  const type = endpoint.transfer === "events" ? "text/event-stream" : "application/json";
  const content = { [type]: { schema: toSchema(endpoint.response) } };
  return { description: "Done.", content };
}

/** The resource in a path, by which pages of documentation group operations. */
function toTag({ path }: AnyEndpoint): string {
  const [first = "", second = ""] = path.slice(1).split("/");
  return first === "mlflow" || first === "mlflow-ts" ? second : first;
}

function toOperation(name: string, endpoint: AnyEndpoint, method: Method): Operation {
  // Every request of the contract is an object schema.
  const { shape } = endpoint.request as z.ZodObject;
  const inPath = [...endpoint.path.matchAll(/\{(\*?)(\w+)\}/g)].map(
    ([, star, parameter = ""]) => [parameter, star === "*"] as const,
  );
  const rest = Object.keys(shape).filter((field) => !inPath.some(([used]) => used === field));
  const upload = endpoint.transfer === "upload";
  const inQuery = upload || method === "GET" || method === "DELETE" ? rest : [];
  const parameters = [
    ...inPath.map(([parameter, slashes]) => toPathParameter(shape, parameter, slashes)),
    ...inQuery.map((field) => toQueryParameter(endpoint, shape, field)),
  ];
  const json = { "application/json": { schema: toBodySchema(shape, rest) } };
  const [main] = endpoint.methods;
  return {
    operationId: method === main ? name : `${name}By${method[0]}${method.slice(1).toLowerCase()}`,
    summary: endpoint.summary,
    tags: [toTag(endpoint)],
    ...(parameters.length > 0 && { parameters }),
    ...(upload && { requestBody: { required: true, content: BINARY } }),
    ...(!upload && inQuery !== rest && { requestBody: { required: true, content: json } }),
    responses: { "200": toAnswer(endpoint), default: { $ref: "#/components/responses/Refusal" } },
  };
}

const ErrorBody = z.object({
  error_code: z.enum(Object.keys(ERROR_STATUS)),
  message: z.string(),
  sqlstate: z.string().optional(),
  error_class: z.string().optional(),
});

/**
 * Describes a contract as an OpenAPI 3.1 document: each endpoint once, under `/api`.
 *
 * Source: https://spec.openapis.org/oas/v3.1.1.html
 */
export function toOpenApi(contract: Contract): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [name, endpoint] of Object.entries(contract)) {
    const path = endpoint.path.replaceAll("{*", "{");
    const url = endpoint.root ? path : `/api/${endpoint.since}.0${path}`;
    const operations = (paths[url] ??= {});
    for (const method of endpoint.methods) {
      operations[method.toLowerCase()] = toOperation(name, endpoint, method);
    }
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "mlflow-ts",
      version: MLFLOW_VERSION,
      description:
        "MLflow's tracking API. Every path below /api is also served below /ajax-api, for web pages.",
    },
    paths,
    components: {
      schemas: { Error: toSchema(ErrorBody), Metric: toSchema(MetricInput) },
      responses: {
        Refusal: {
          description: "A refusal: a code, its status, and a sentence for a person.",
          content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
        },
      },
    },
  };
}
