import { askJson } from "../call.ts";

/** What is used of a JSON schema. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly schema: Schema;
}

/** One method of one path, as the server's OpenAPI document describes it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Undefined when the operation takes no body, or one that is no JSON. */
  readonly jsonBody?: Schema;
  readonly takesFile: boolean;
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly parameters?: readonly Parameter[];
            readonly requestBody?: {
              readonly content: Readonly<Record<string, { readonly schema?: Schema }>>;
            };
          }
        >
      >
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** It is not in the document, as GraphQL describes itself. */
const GRAPHQL: Operation = {
  method: "POST",
  path: "/graphql",
  parameters: [],
  jsonBody: {
    properties: {
      query: { type: "string" },
      operationName: { type: "string" },
      variables: { type: "object" },
    },
  },
  takesFile: false,
};

/** Every operation of a server, and how to find the schema that a reference names. */
export async function readOperations(
  url: string,
): Promise<{ operations: Operation[]; schemas: Readonly<Record<string, Schema>> }> {
  const document = await askJson<Document>(url, "/openapi.json");
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]): Operation => {
      const jsonBody = requestBody?.content["application/json"]?.schema;
      return {
        method: method.toUpperCase(),
        path,
        parameters,
        ...(jsonBody && { jsonBody }),
        takesFile: requestBody?.content["application/octet-stream"] !== undefined,
      };
    }),
  );
  return { operations: [...operations, GRAPHQL], schemas: document.components.schemas };
}
