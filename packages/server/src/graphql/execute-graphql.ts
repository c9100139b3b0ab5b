import { ApiError } from "@mlflow-ts/contract";
import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema } from "graphql";
import { type AskedHandlers, createRoot } from "./root.ts";
import { SCHEMA_TEXT } from "./schema-text.ts";

interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** What `/graphql` answers; MLflow's errors are texts, not objects, and null without one. */
interface GraphqlBody {
  readonly data: unknown;
  readonly errors: readonly string[] | null;
}

/** Only pages made for MLflow send GraphQL, so its library is loaded when the first one does. */
const loadEngine = memoise(async () => {
  const [graphql, { findExcess, PARSE_LIMITS }, { resolveField }] = await Promise.all([
    import("graphql"),
    import("./limits.ts"),
    import("./resolve-field.ts"),
  ]);
  const schema: GraphQLSchema = graphql.buildSchema(SCHEMA_TEXT);
  return { graphql, schema, findExcess, PARSE_LIMITS, resolveField };
});
type Engine = Awaited<ReturnType<typeof loadEngine>>;

function memoise<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readRequest(body: unknown): GraphqlRequest {
  if (!isObject(body)) {
    throw ApiError.invalidParameter("The body of a GraphQL request must be a JSON object.");
  }
  const { query, variables, operationName } = body;
  if (typeof query !== "string" || query === "") {
    throw ApiError.invalidParameter(
      "Missing value for required parameter 'query': a GraphQL text.",
    );
  }
  if (!query.isWellFormed()) {
    throw ApiError.invalidParameter("The parameter 'query' must be well-formed Unicode.");
  }
  if (variables !== undefined && variables !== null && !isObject(variables)) {
    throw ApiError.invalidParameter("The parameter 'variables' must be a JSON object.");
  }
  if (operationName !== undefined && operationName !== null && typeof operationName !== "string") {
    throw ApiError.invalidParameter("The parameter 'operationName' must be a text.");
  }
  return { query, variables: variables ?? {}, operationName: operationName ?? undefined };
}

/** Messages of the library may repeat a value as it came, whatever its length. */
function shorten(message: string): string {
  return message.slice(0, 500).toWellFormed();
}

function parseQuery({ graphql, PARSE_LIMITS }: Engine, query: string): DocumentNode {
  try {
    return graphql.parse(query, PARSE_LIMITS);
  } catch (error) {
    if (!(error instanceof graphql.GraphQLError)) throw error;
    throw ApiError.invalidParameter(
      `The GraphQL query could not be read: ${shorten(error.message)}`,
    );
  }
}

/** Whether the one who asks may read an error: a refusal of the store or of the GraphQL library. */
function isRefusal(error: Error): boolean {
  return error instanceof ApiError ? error.status < 500 : error.name === "GraphQLError";
}

/** Refusals become messages; what the server did wrong is thrown, for its log and a 500. */
function toMessages(errors: readonly GraphQLError[]): string[] {
  for (const { originalError } of errors) {
    if (originalError && !isRefusal(originalError)) throw originalError;
  }
  return errors.map(({ message }) => shorten(message));
}

function toBody({ data, errors }: ExecutionResult): GraphqlBody {
  return { data: data ?? null, errors: errors ? toMessages(errors) : null };
}

async function runQuery(ask: AskedHandlers, request: GraphqlRequest): Promise<GraphqlBody> {
  const engine = await loadEngine();
  const { graphql, schema, findExcess, resolveField } = engine;
  const document = parseQuery(engine, request.query);
  const excess = findExcess(document);
  if (excess !== undefined) return { data: null, errors: [excess] };
  const mistakes = graphql.validate(schema, document, undefined, { maxErrors: 10 });
  if (mistakes.length > 0) return toBody({ data: null, errors: mistakes });
  return toBody(
    await graphql.execute({
      schema,
      document,
      rootValue: createRoot(ask),
      variableValues: request.variables,
      operationName: request.operationName,
      fieldResolver: resolveField,
      options: { maxCoercionErrors: 10 },
    }),
  );
}

/**
 * Answers the body of a `POST /graphql` as MLflow does: 200 with `data` and `errors`, where an
 * unknown run or experiment, or a limit, is an error beside `null`. What is no query gets 400 and
 * the error JSON of the REST API.
 *
 * @throws what went wrong inside the server.
 */
export async function executeGraphql(
  ask: AskedHandlers,
  body: unknown,
): Promise<{ status: number; body: unknown }> {
  try {
    return { status: 200, body: await runQuery(ask, readRequest(body)) };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500) throw error;
    return { status: error.status, body: error.toBody() };
  }
}
