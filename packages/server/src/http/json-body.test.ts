import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { countRows } from "../testing/database.ts";
import { createRun, readRun } from "../testing/requests.ts";
import { post, send, sendBytes } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
let runId: string;
let before: Record<string, number>;
beforeAll(async () => {
  server = await startTestServer();
  runId = await createRun(server);
});
beforeEach(async () => {
  before = await countRows(server);
});
afterAll(() => server.remove());

const nothingIsWritten = async () => expect(await countRows(server)).toEqual(before);

/** A batch whose first param is good, so that a part of it could be written. */
const batch = (rest: string) =>
  `{"run_id": "${runId}", "params": [{"key": "good", "value": "1"}], ${rest}}`;

const BODIES: [what: string, body: string | Buffer][] = [
  ["nothing", ""],
  ["blanks", " \n\t "],
  ["no JSON", "{"],
  ["a truncated object", `{"run_id": "${"a".repeat(32)}", "key": "k"`],
  ["two objects", "{}{}"],
  ["a comment", "{/* */}"],
  ["a bare NaN", '{"name": NaN}'],
  ["a byte order mark", "\uFEFF{}"],
  ["null", "null"],
  ["a number", "1"],
  ["true", "true"],
  ["a list", "[]"],
  ["a list of objects", '[{"name": "a"}]'],
  ["a text", '"text"'],
  ["an object encoded twice that lacks a field", JSON.stringify("{}")],
  ["an object encoded three times", JSON.stringify(JSON.stringify('{"name": "a"}'))],
  ["a list encoded twice", JSON.stringify("[]")],
  ["an invalid UTF-8 byte", Buffer.from('{"name": "\xff"}', "latin1")],
  ["a cut UTF-8 character", Buffer.from('{"name": "\xf0\x9f\x98"}', "latin1")],
  ["an overlong UTF-8 NUL", Buffer.from('{"name": "\xc0\x80"}', "latin1")],
  ["a surrogate in UTF-8", Buffer.from('{"name": "\xed\xa0\x80"}', "latin1")],
  ["UTF-16", Buffer.from('{"name": "a"}', "utf16le")],
  ["gzip", gzipSync('{"name": "a"}')],
  ["a lone high surrogate", '{"name": "\\ud83d"}'],
  ["a lone low surrogate", '{"name": "a\\ude00b"}'],
  ["an escaped NUL", '{"name": "a\\u0000b"}'],
  ["a raw NUL", '{"name": "a\0b"}'],
  ["a key __proto__", '{"name": "a", "__proto__": {"tags": []}}'],
  ["an escaped key __proto__", '{"name": "a", "\\u005f_proto__": {}}'],
  ["a nested key __proto__", '{"name": "a", "tags": [{"key": "k", "__proto__": {"value": "v"}}]}'],
  ["fields in __proto__ only", '{"__proto__": {"name": "a"}}'],
  ["fields in constructor only", '{"constructor": {"prototype": {"name": "a"}}}'],
  ["an object where a text belongs", '{"name": {"toString": "x"}}'],
  ["a number where a text belongs", '{"name": 1}'],
  ["a list where a text belongs", '{"name": ["a"]}'],
  ["a text where a list belongs", '{"name": "a", "tags": "b"}'],
  ["an object where a list belongs", '{"name": "a", "tags": {"0": {"key": "k"}}}'],
  ["a nested null where an object belongs", '{"name": "a", "tags": [null]}'],
];

describe("POST experiments/create", () => {
  it.each(BODIES)("answers %s with 400 and writes nothing", async (_what, body) => {
    const { status, json } = await post(server, "experiments/create", body);
    expect([status, json]).toMatchObject([400, { error_code: "INVALID_PARAMETER_VALUE" }]);
    await nothingIsWritten();
  });

  it("takes an object that an old client encoded twice", async () => {
    const body = JSON.stringify('{"name": "twice"}');
    expect((await post(server, "experiments/create", body)).status).toBe(200);
  });

  it("takes text of any planes, escaped or not, and answers it as it came", async () => {
    const name = "naïve 日本語 \u{1F600}\u{10FFFF}\u2028";
    const created = await post(server, "experiments/create", JSON.stringify({ name }));
    expect(created.status).toBe(200);
    const query = `experiment_name=${encodeURIComponent(name)}`;
    const path = `/api/2.0/mlflow/experiments/get-by-name?${query}`;
    expect((await send(server, { path })).json).toMatchObject({ experiment: { name } });
  });

  it.each([
    ["application/json", 200],
    ["Application/JSON; charset=UTF-8", 200],
    ["application/json;charset=utf-8", 200],
    ["text/json", 400],
    ["application/jsonp", 400],
    ["application/x-json", 400],
    ["text/plain", 400],
    ["text/plain, application/json", 400],
    ["text/plain; application/json", 400],
    ["multipart/form-data; boundary=application/json", 400],
    ["application/x-www-form-urlencoded", 400],
    ["<script>", 400],
    ["", 400],
  ])("answers the content type '%s' with %i", async (type, status) => {
    const body = JSON.stringify({ name: `of ${type}` });
    const headers = ["content-type", type];
    const path = "/api/2.0/mlflow/experiments/create";
    const answer = await send(server, { path, headers, body });
    expect(answer.status).toBe(status);
    if (status === 200) return;
    if (type !== "") expect(answer.text).not.toContain(type);
    await nothingIsWritten();
  });

  it("refuses a body without any content type", async () => {
    const path = "/api/2.0/mlflow/experiments/create";
    const { status } = await send(server, { path, body: '{"name": "untyped"}' });
    expect(status).toBe(400);
    await nothingIsWritten();
  });
});

describe("nesting", () => {
  it.each([65, 1000, 100_000, 1_000_000])("of %i levels is refused", async (levels) => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const nested = `${open.repeat(levels)}1${close.repeat(levels)}`;
      for (const extra of ["1", "12345678901234567890"]) {
        const body = `{"name": "deep", "number": ${extra}, "tags": ${nested}}`;
        const began = performance.now();
        const { status } = await post(server, "experiments/create", body);
        expect(status).toBe(400);
        expect(performance.now() - began).toBeLessThan(5000);
      }
    }
    await nothingIsWritten();
  });
});

describe("numbers", () => {
  const metric = (fields: string) =>
    batch(`"metrics": [{"key": "m", "value": 1, "timestamp": 1}, {"key": "n", ${fields}}]`);

  it.each([
    '"value": 1e999, "timestamp": 1',
    '"value": -1e999, "timestamp": 1',
    `"value": 1${"0".repeat(400)}, "timestamp": 1`,
    '"value": "1e999", "timestamp": 1',
    '"value": "abc", "timestamp": 1',
    '"value": "", "timestamp": 1',
    '"value": "0x10", "timestamp": 1',
    '"value": "1_000", "timestamp": 1',
    '"value": " 1", "timestamp": 1',
    '"value": true, "timestamp": 1',
    '"value": null, "timestamp": 1',
    '"value": [1], "timestamp": 1',
    '"value": {}, "timestamp": 1',
    '"value": 1, "timestamp": 1.5',
    '"value": 1, "timestamp": -1',
    '"value": 1, "timestamp": 1e19',
    '"value": 1, "timestamp": "1e3"',
    '"value": 1, "timestamp": true',
    '"value": 1, "timestamp": 9223372036854775808',
    '"value": 1, "timestamp": "9223372036854775808"',
    '"value": 1, "timestamp": 1, "step": 9223372036854775808',
    '"value": 1, "timestamp": 1, "step": -9223372036854775809',
    '"value": 1, "timestamp": 1, "step": 1e400',
    '"value": 1, "timestamp": 1, "step": 0.5',
    '"value": 1, "timestamp": 1, "step": "0x1"',
    `"value": 1, "timestamp": 1, "step": ${"9".repeat(100_000)}`,
  ])("in a batch such as %s are refused with the whole batch", async (fields) => {
    const { status, json } = await post(server, "runs/log-batch", metric(fields));
    expect(status).toBe(400);
    expect(json).toMatchObject({ message: expect.stringMatching(/metrics\[1\]/) });
    await nothingIsWritten();
  });

  it("of five million digits are refused in a second", async () => {
    const began = performance.now();
    const body = metric(`"value": 1, "timestamp": 1, "step": ${"9".repeat(5_000_000)}`);
    expect((await post(server, "runs/log-batch", body)).status).toBe(400);
    expect(performance.now() - began).toBeLessThan(2000);
    await nothingIsWritten();
  });

  it("at the ends of 64 bits come back exactly", async () => {
    const id = await createRun(server);
    const steps = ["9223372036854775807", "-9223372036854775808", "9007199254740993"];
    for (const [i, step] of steps.entries()) {
      const body = `{"run_id": "${id}", "key": "m${i}", "value": 1, "timestamp": 1, "step": ${step}}`;
      expect((await post(server, "runs/log-metric", body)).status).toBe(200);
      const query = `run_id=${id}&metric_key=m${i}`;
      const { text } = await send(server, { path: `/api/2.0/mlflow/metrics/get-history?${query}` });
      expect(text).toMatch(new RegExp(`"step":${step}\\b`));
    }
  });
});

it("refuses a status that is none, and keeps the run as it is", async () => {
  for (const status of ["DONE", "finished", "", 6, -1, 1.5, true, ["FINISHED"], "__proto__"]) {
    const answer = await post(server, "runs/update", { run_id: runId, status, run_name: "x" });
    expect([status, answer.status]).toEqual([status, 400]);
  }
  const { json } = await send(server, { path: `/api/2.0/mlflow/runs/get?run_id=${runId}` });
  expect(json).toMatchObject({ run: { info: { status: "RUNNING" } } });
  expect(json).not.toMatchObject({ run: { info: { run_name: "x" } } });
});

it("refuses a field given twice under its two spellings, and a repeated single field", async () => {
  const twice = await post(server, "runs/update", { run_id: runId, run_name: "a", runName: "b" });
  expect(twice.status).toBe(400);
  const path = `/api/2.0/mlflow/runs/get?run_id=${runId}&run_id=${runId}`;
  expect((await send(server, { path })).status).toBe(400);
});

it("takes no field from a query's prototype", async () => {
  for (const query of ["__proto__=a&__proto__=b", "constructor=a", "__proto__[filter]=a"]) {
    const { status } = await send(server, {
      path: `/api/2.0/mlflow/metrics/get-history-bulk?${query}`,
    });
    expect(status).toBe(400);
  }
});

it("refuses a model's JSON that is nested too deep, or is none", async () => {
  const fields = '"artifact_path": "m", "utc_time_created": "now", "run_id": "r"';
  const nested = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  for (const model of [
    `{${fields}, "flavors": {"python": {"deep": ${nested}}}}`,
    `{${fields}, "flavors": ${nested}}`,
    nested,
    "[]",
    "null",
    "{",
    `{"__proto__": {${fields}, "flavors": {}}}`,
  ]) {
    const { status } = await post(server, "runs/log-model", { run_id: runId, model_json: model });
    expect([model.slice(0, 100), status]).toEqual([model.slice(0, 100), 400]);
  }
  await nothingIsWritten();
});

describe("a body", () => {
  const create = (headers: string, body: string | Buffer) =>
    Buffer.concat([
      Buffer.from(
        "POST /api/2.0/mlflow/experiments/create HTTP/1.1\r\nHost: localhost\r\n" +
          `Content-Type: application/json\r\n${headers}\r\n\r\n`,
      ),
      Buffer.from(body),
    ]);

  it("over the limit is answered with 413, with or without its length given", async () => {
    const body = Buffer.alloc(21 * 1024 * 1024, " ");
    const known = await post(server, "experiments/create", body);
    expect([known.status, known.json]).toMatchObject([
      413,
      { error_code: "REQUEST_LIMIT_EXCEEDED" },
    ]);
    const chunked = await send(server, {
      method: "POST",
      path: "/api/2.0/mlflow/experiments/create",
      headers: { "content-type": "application/json", "transfer-encoding": "chunked" },
      body,
    }).catch((error: unknown) => {
      // The server ends the connection instead of reading all of it.
      expect(error).toMatchObject({ code: expect.stringMatching(/EPIPE|ECONNRESET/) });
    });
    if (chunked) expect(chunked.status).toBe(413);
    const announced = await sendBytes(server, create("Content-Length: 99999999999", ""));
    expect(announced).toMatch(/^HTTP\/1.1 413 /);
    await nothingIsWritten();
  });

  it("shorter than its length is never acted on", async () => {
    const bytes = create("Content-Length: 100", '{"name": "short"}');
    expect(await sendBytes(server, bytes, 300)).toBe("");
    await nothingIsWritten();
  });

  it("longer than its length is cut there, and its rest is no second request", async () => {
    const bytes = create("Content-Length: 17", '{"name": "long" }{"name": "rest"}');
    const answers = await sendBytes(server, bytes, 500);
    expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 200"]);
    const path = "/api/2.0/mlflow/experiments/get-by-name?experiment_name=rest";
    expect((await send(server, { path })).status).toBe(404);
  });

  it.each([
    ["two lengths", "Content-Length: 2\r\nContent-Length: 17", '{"name": "twice"}'],
    [
      "a length and chunks",
      "Content-Length: 2\r\nTransfer-Encoding: chunked",
      "2\r\n{}\r\n0\r\n\r\n",
    ],
    ["a negative length", "Content-Length: -1", "{}"],
    ["a length in hex", "Content-Length: 0x11", '{"name": "hexed"}'],
    ["an unknown coding", "Transfer-Encoding: gzip", "{}"],
    ["chunked twice", "Transfer-Encoding: chunked, chunked", "2\r\n{}\r\n0\r\n\r\n"],
    ["a broken chunk", "Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n"],
  ])("with %s is refused, as smuggling would need it", async (_what, headers, body) => {
    const answers = await sendBytes(server, create(headers, body), 500);
    expect(answers).toMatch(/^HTTP\/1.1 (400|501) /);
    expect(answers).not.toContain("HTTP/1.1 200");
    await nothingIsWritten();
  });

  it("in chunks of one byte is read as any other", async () => {
    const chunks = '{"name": "in chunks"}'.replaceAll(/./g, "1\r\n$&\r\n");
    const bytes = create("Transfer-Encoding: chunked", `${chunks}0\r\n\r\n`);
    expect(await sendBytes(server, bytes, 500)).toMatch(/^HTTP\/1.1 200 /);
  });
});

it("still serves, and kept nothing of all this in the run", async () => {
  expect(await readRun(server, runId)).toEqual({ metrics: [], params: [], tags: [] });
});
