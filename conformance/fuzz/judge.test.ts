import { expect, it } from "vitest";
import { findFault } from "./judge.ts";

const HEADERS = { "x-content-type-options": "nosniff", "content-type": "application/json" };

function judge(status: number, body: unknown, headers: Record<string, string> = HEADERS) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return findFault({ status, headers, body: Buffer.from(text) }, "/tmp/server-folder");
}

const refusal = (message: string) => ({ error_code: "INVALID_PARAMETER_VALUE", message });

it("accepts answers, refusals, and what is said to come later", () => {
  expect(judge(200, {})).toBeUndefined();
  expect(judge(200, "bytes", { ...HEADERS, "content-type": "text/plain" })).toBeUndefined();
  expect(judge(400, refusal("no"))).toBeUndefined();
  expect(judge(501, { error_code: "NOT_IMPLEMENTED", message: "later" })).toBeUndefined();
});

it.each([
  ["a failure", 500, { error_code: "INTERNAL_ERROR", message: "failed" }],
  ["an unavailable server", 503, { error_code: "TEMPORARILY_UNAVAILABLE", message: "later" }],
  ["a refusal in another form", 400, { message: "no" }],
  ["a refusal as a page", 400, "<html>"],
  ["broken JSON", 200, "{"],
  ["a stack", 400, refusal("no\n    at run (file.js:1:1)")],
  ["the database's words", 400, refusal("UNIQUE constraint failed: runs.run_uuid")],
  ["a path of the server", 400, refusal("not in /tmp/server-folder/mlartifacts")],
])("finds fault with %s", (_what, status, body) => {
  expect(judge(status, body)).toBeDefined();
});

it("finds no fault with the request's own words, yet with others beside them", () => {
  const judgeAsked = (message: string) =>
    findFault(
      { status: 400, headers: HEADERS, body: Buffer.from(JSON.stringify(refusal(message))) },
      "/tmp/server-folder",
      '{"run_name":{"zod":null}}',
    );
  expect(judgeAsked("Invalid value {'zod': None} for parameter 'run_name'")).toBeUndefined();
  expect(judgeAsked("Invalid value {'zod': None}: a constraint failed")).toContain("constraint");
  expect(judgeAsked("Invalid value in /tmp/server-folder/mlflow.db")).toContain("server-folder");
});

it("finds fault with an answer that browsers may sniff", () => {
  expect(judge(200, {}, { "content-type": "application/json" })).toBe("without nosniff");
});
