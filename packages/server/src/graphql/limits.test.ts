import { afterAll, beforeAll, expect, it } from "vitest";
import { send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

/** How the refusal of a text that is not even parsed begins. */
const READ = expect.stringMatching(/^The GraphQL query could not be read/);

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  // The first query loads the library.
  await ask("{ __typename }");
});

afterAll(() => server.remove());

const ask = (query: string) => send(server, { path: "/graphql", body: { query } });

const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(" ");
const inRun = (fields: string) =>
  `{ mlflowGetRun(input: {runId: "x"}) { run { info { ${fields} } } } }`;

it.each([
  ["a text too long", `{ __typename } #${"x".repeat(20_000)}`],
  ["too many tokens", inRun("runId ".repeat(1_000))],
  ["too many comments", `{ __typename }${"\n#".repeat(200)}`],
  ["values nested deep", `{ a(b: ${"[".repeat(900)}`],
])("refuses %s unread, at once", async (_, query) => {
  const started = performance.now();
  expect(await ask(query)).toMatchObject({ status: 400, json: { message: READ } });
  expect(performance.now() - started).toBeLessThan(2_000);
});

it.each([
  ["too deep", `{ ${"a { ".repeat(11)} b ${"}".repeat(12)}`],
  ["too many root fields", `{ ${repeat(11, (n) => `a${n}: __typename`)} }`],
  ["too many aliases", inRun(repeat(11, (n) => `a${n}: runId`))],
  [
    "aliases spread over levels",
    `{ a: mlflowGetRun { ${repeat(5, (n) => `b${n}: run { info { ${n ? "runId" : repeat(5, (m) => `c${m}: runId`)} } }`)} } }`,
  ],
  [
    "fragments that unfold",
    `{ ${repeat(10, () => "mlflowGetRun { run { ...A } }")} }
     fragment A on MlflowRunExtension { ${repeat(10, () => "experiment { ...B }")} }
     fragment B on MlflowExperiment { ${repeat(20, () => "tags { key }")} }`,
  ],
  ["a fragment that holds itself", "{ ...F } fragment F on Query { mlflowGetRun { ...F } }"],
])("refuses what is %s, at once, as errors beside no data", async (_, query) => {
  const started = performance.now();
  expect(await ask(query)).toMatchObject({
    status: 200,
    json: { data: null, errors: [expect.stringMatching(/at most 10|exceeds maximum/)] },
  });
  expect(performance.now() - started).toBeLessThan(2_000);
});

it("refuses introspection that nests", async () => {
  const { json } = await ask(
    "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
  );
  expect(json).toMatchObject({ data: null });
});
