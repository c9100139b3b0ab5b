import { afterAll, beforeAll, expect, it } from "vitest";
import { textAt } from "../testing/requests.ts";
import { sendBytes } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

const create = (headers: string, body: string) =>
  `POST /api/2.0/mlflow/experiments/create HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n${body}`;
const CHUNKED = "Transfer-Encoding: chunked";
const JSON_TYPE = "Content-Type: application/json";
const READ = "GET /api/2.0/mlflow/experiments/get?experiment_id=0 HTTP/1.1\r\nHost: localhost\r\n";

/** The status and JSON of each answer on one connection. */
async function answersTo(bytes: string): Promise<{ status: number; json: unknown }[]> {
  const received = await sendBytes(server, bytes, 5000);
  return received
    .split(/(?=HTTP\/1\.1 )/)
    .filter((answer) => answer !== "")
    .map((answer) => {
      const [head = "", body = ""] = answer.split("\r\n\r\n");
      expect(head.toLowerCase()).toContain("x-content-type-options: nosniff");
      return { status: Number(head.slice(9, 12)), json: JSON.parse(body) };
    });
}

it.each([
  [
    "a body that is refused for its type",
    create(`Content-Type: text/plain\r\n${CHUNKED}`, "zz\r\n"),
  ],
  ["the body of an unknown path", create(CHUNKED, "zz\r\n").replace("experiments/create", "no")],
  ["a body for a foreign host", create(CHUNKED, "zz\r\n").replace("localhost", "evil.com")],
  ["a JSON body", create(`${JSON_TYPE}\r\n${CHUNKED}`, "2\r\n{}\r\nzz\r\n")],
  [
    "an upload",
    create(CHUNKED, "zz\r\n").replace("mlflow/experiments/create", "mlflow-artifacts/artifacts/a"),
  ],
])("answers once when %s is broken, and ends the connection", async (_what, bytes) => {
  for (const request of [bytes, bytes.replace("\r\n", "\r\nConnection: close\r\n")]) {
    const answers = await answersTo(request);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.status).toBeGreaterThanOrEqual(400);
    expect(textAt(answers[0]?.json, "error_code")).toMatch(/^[A-Z_]+$/);
  }
});

it("answers a good request as if nothing followed when what follows is no request", async () => {
  const body = '{"name": "followed by garbage"}';
  for (const extra of ["garbage\r\n\r\n", READ + "\r\n"]) {
    const close = create(
      `${JSON_TYPE}\r\nConnection: close\r\nContent-Length: ${body.length}`,
      body,
    );
    const [first, ...others] = await answersTo(close + extra);
    // The second time it is refused, as the first time it was made.
    expect(first?.json).toMatchObject(
      extra.startsWith("garbage")
        ? { experiment_id: expect.any(String) }
        : { error_code: "RESOURCE_ALREADY_EXISTS" },
    );
    expect(others).toEqual([]);
  }
  const [answer, ...others] = await answersTo(`${READ}\r\ngarbage\r\n\r\n`);
  expect(answer?.json).toMatchObject({ experiment: { name: "Default" } });
  expect(others).toEqual([]);
});

it("answers requests that follow each other without waiting, in their order", async () => {
  const unknown = "GET /no-such-path HTTP/1.1\r\nHost: localhost\r\n";
  const answers = await answersTo(`${READ}\r\n${unknown}\r\n${READ}Connection: close\r\n\r\n`);
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 200]);
});
