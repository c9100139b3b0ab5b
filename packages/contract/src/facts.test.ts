import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AnyEndpoint, contract, listNotYet, type Method } from "./index.ts";
import { MetricInput } from "./metrics.ts";

interface Field {
  readonly name: string;
  readonly type: string;
  readonly repeated?: boolean;
  readonly map?: boolean;
}

interface FactEndpoint {
  readonly rpc: string;
  readonly method: Method;
  readonly path: string;
  readonly since: string;
  readonly request: string;
  /** Stands at one of an endpoint's methods only. */
  readonly response?: string;
}

interface Facts {
  readonly endpoints: readonly FactEndpoint[];
  readonly messages: Readonly<Record<string, readonly Field[]>>;
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const factsFile = new URL("../../../conformance/facts/rest-api.json", import.meta.url);
// The file is ours and of this shape.
const facts = JSON.parse(readFileSync(factsFile, "utf8")) as Facts;

/** Endpoints of ours that MLflow's protocol does not list; its server has most of them. */
const BEYOND_FACTS: Readonly<Record<string, string>> = {
  getMetricHistoryBulk: "a route for MLflow's page",
  uploadRunArtifact: "a route for MLflow's page",
  getLoggedModelArtifact: "a route for MLflow's page",
  getRunArtifact: "a route at the root, for MLflow's page",
  getModelVersionArtifact: "a route at the root, for MLflow's page",
  getServerInfo: "read by the Python client and MLflow's page",
  getUiTelemetry: "a route for MLflow's page",
  sendUiTelemetry: "a route for MLflow's page",
  getAssistantConfig: "a route for MLflow's page",
  listAssistantProviders: "a route for MLflow's page",
  askGatewayProxy: "a route for MLflow's page",
  getRunWindow: "a route for our page",
  getRunKeys: "a route for our page",
  groupRuns: "a route for our page",
  getMetricExtremes: "a route for our page",
  getExperimentActivity: "a route for our page",
  previewArtifact: "ours alone: shows HTML without trusting it",
  downloadArtifacts: "ours alone: a folder in one request",
  watchChanges: "ours alone: what changes, for our page",
  getMetricSeries: "ours alone: metrics at the width of a chart",
  getRunMetrics: "ours alone: what the metrics of a run tell as a whole",
};

/** Routes of MLflow's page that come later and that its protocol does not list. */
const NOT_YET_BEYOND_FACTS: readonly string[] = [
  "GET 2 /mlflow/get-trace-artifact",
  "GET 3 /mlflow/get-trace-artifact",
  "POST 3 /mlflow/issues/invoke",
  "POST 3 /mlflow/scorer/invoke",
  "POST 3 /mlflow/genai/evaluate/invoke",
  "POST 2 /mlflow/runs/create-promptlab-run",
  "GET 3 /mlflow/gateway/supported-providers",
  "GET 3 /mlflow/gateway/supported-models",
  "GET 3 /mlflow/gateway/provider-config",
  "GET 3 /mlflow/gateway/secrets/config",
];

/** Fields that we declare and MLflow's protocol does not, or the other way round. */
const DIFFERENT_FIELDS: Readonly<Record<string, string>> = {
  "deleteRun request.run_uuid is ours alone": "older clients send it",
  "restoreRun request.run_uuid is ours alone": "older clients send it",
  "deleteTag request.run_uuid is ours alone": "older clients send it",
  "logBatch request.run_uuid is ours alone": "older clients send it",
  "getLoggedModel request.allow_deleted is ours alone": "MLflow's server reads it",
  ...Object.fromEntries(
    [
      "searchRegisteredModels response.registered_models[].deployment_job_id is missing",
      "searchRegisteredModels response.registered_models[].deployment_job_state is missing",
      "searchRegisteredModels response.registered_models[].latest_versions[].deployment_job_state is missing",
      "searchModelVersions response.model_versions[].deployment_job_state is missing",
    ].map((difference) => [difference, "deployment jobs exist on Databricks only"]),
  ),
};

const pathOf = (path: string) =>
  (path.startsWith("/") ? path : `/${path}`)
    .replace(/<path:\w+>/g, "{}")
    .replace(/\{[^}]*\}/g, "{}");

const keysOf = (endpoint: Pick<AnyEndpoint, "methods" | "path" | "since">) =>
  endpoint.methods.map((method) => `${method} ${endpoint.since} ${pathOf(endpoint.path)}`);

const factKey = ({ method, since, path }: FactEndpoint) =>
  `${method} ${since.split(".")[0]} ${pathOf(path)}`;

const factsByKey = new Map(facts.endpoints.map((fact) => [factKey(fact), fact]));
const ours = Object.entries(contract).map(([name, endpoint]) => {
  const spec: AnyEndpoint = endpoint;
  const found = keysOf(spec).flatMap((key) => factsByKey.get(key) ?? []);
  return { name, endpoint: spec, fact: found.find(({ response }) => response) };
});

const INPUT = { io: "input", unrepresentable: "any" } as const;

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The schema below what makes a field optional or null. */
function unwrap(schema: JsonSchema): JsonSchema {
  if (schema.$ref === "#/components/schemas/Metric") return z.toJSONSchema(MetricInput, INPUT);
  const inner = schema.anyOf?.filter(({ type }) => type !== "null");
  return inner?.length === 1 && inner[0] ? unwrap(inner[0]) : schema;
}

const SCALARS: Readonly<Record<string, readonly string[]>> = {
  string: ["string"],
  bool: ["boolean"],
  int32: ["integer", "number"],
  int64: ["integer", "number"],
  double: ["number"],
};

function typesOf(schema: JsonSchema): string[] {
  if (schema.anyOf) return schema.anyOf.flatMap(typesOf);
  return [schema.type ?? "anything"].flat();
}

function isOfType(schema: JsonSchema, type: string): boolean {
  const names = facts.enums[type];
  if (names) {
    // Answers hold the enum's name, some of them declared as a plain text.
    return (
      typesOf(schema).includes("string") &&
      (schema.enum ?? []).every((name) => String(name) in names)
    );
  }
  // A metric's NaN is a text, its 64-bit integers may be any.
  return typesOf(schema).some((found) => (SCALARS[type] ?? []).includes(found));
}

/** What differs between a message and a schema of ours, as lines that name the field. */
function compareMessage(message: string, schema: JsonSchema, at: string): string[] {
  const fields = facts.messages[message];
  if (fields === undefined) return [`${at}: the facts have no message ${message}`];
  const properties = schema.properties ?? {};
  const differences: string[] = [];
  for (const field of fields) {
    const path = `${at}.${field.name}`;
    const found = properties[field.name];
    if (typeof found !== "object") differences.push(`${path} is missing`);
    else differences.push(...compareField(field, unwrap(found), path));
  }
  const known = new Set(fields.map(({ name }) => name));
  for (const name of Object.keys(properties)) {
    if (!known.has(name)) differences.push(`${at}.${name} is ours alone`);
  }
  return differences;
}

function compareField(field: Field, schema: JsonSchema, path: string): string[] {
  if (field.map) return schema.type === "object" ? [] : [`${path} is a map`];
  if (!field.repeated) return compareType(field.type, schema, path);
  if (schema.type !== "array") return [`${path} is a list`];
  const items = schema.items;
  if (typeof items !== "object" || Array.isArray(items)) return [`${path} has no type of item`];
  return compareType(field.type, unwrap(items), `${path}[]`);
}

function compareType(type: string, schema: JsonSchema, path: string): string[] {
  // Nothing of a part that is not served yet: its lists are empty.
  if (schema.not) return [];
  if (type in facts.messages) return compareMessage(type, schema, path);
  return isOfType(schema, type) ? [] : [`${path} is of type ${type}`];
}

function differencesOf({ name, endpoint, fact }: (typeof ours)[number]): string[] {
  if (!fact?.response) return [];
  const inPath = new Set([...endpoint.path.matchAll(/\{\*?(\w+)\}/g)].map(([, field]) => field));
  const request = z.toJSONSchema(endpoint.request, INPUT);
  const response = z.toJSONSchema(endpoint.response, INPUT);
  return [
    ...compareMessage(fact.request, request, `${name} request`).filter((difference) => {
      // A path parameter need not be a field of the message too.
      const [, field] = /\.(\w+) is ours alone$/.exec(difference) ?? [];
      return field === undefined || !inPath.has(field);
    }),
    ...(endpoint.transfer ? [] : compareMessage(fact.response, response, `${name} response`)),
  ];
}

describe("the contract, compared with the facts of MLflow's protocol", () => {
  const notYetKeys = listNotYet().flatMap(keysOf);

  it("serves every endpoint of MLflow, or says that it comes later", () => {
    const known = new Set([...ours.flatMap(({ endpoint }) => keysOf(endpoint)), ...notYetKeys]);
    expect(facts.endpoints.map(factKey).filter((key) => !known.has(key))).toEqual([]);
  });

  it("has no endpoint that MLflow does not have", () => {
    const strangers = ours.filter(({ name, fact }) => !fact && !(name in BEYOND_FACTS));
    expect(strangers.map(({ name }) => name)).toEqual([]);
    const listed = new Set(NOT_YET_BEYOND_FACTS);
    expect(notYetKeys.filter((key) => !factsByKey.has(key) && !listed.has(key))).toEqual([]);
  });

  it("never both serves an endpoint and says that it comes later", () => {
    const served = new Set(ours.flatMap(({ endpoint }) => keysOf(endpoint)));
    expect(notYetKeys.filter((key) => served.has(key))).toEqual([]);
    expect(new Set(notYetKeys).size).toBe(notYetKeys.length);
  });

  it("keeps no exception that is no longer one", () => {
    const exceptions = Object.keys(BEYOND_FACTS);
    expect(exceptions.filter((name) => ours.find((o) => o.name === name)?.fact)).toEqual([]);
    expect(exceptions.filter((name) => !(name in contract))).toEqual([]);
    expect(NOT_YET_BEYOND_FACTS.filter((key) => factsByKey.has(key))).toEqual([]);
    expect(NOT_YET_BEYOND_FACTS.filter((key) => !notYetKeys.includes(key))).toEqual([]);
  });

  it("takes and gives the fields of MLflow's messages, and no others but those listed", () => {
    const differences = new Set(ours.flatMap(differencesOf));
    expect([...differences].filter((difference) => !(difference in DIFFERENT_FIELDS))).toEqual([]);
    expect(Object.keys(DIFFERENT_FIELDS).filter((listed) => !differences.has(listed))).toEqual([]);
  });
});
