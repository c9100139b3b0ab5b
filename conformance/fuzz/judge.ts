import type { Answer } from "../call.ts";

/** What no answer may tell: a stack, the database's words, a library or a path of the machine. */
const LEAK =
  /node_modules|\.[cm]?[jt]s:\d|\n\s+at |sqlite|\bSELECT\b.*\bFROM\b|constraint failed|no such (table|column)|near "[^"]*": syntax|\bzod\b|fastify|kysely|ENOENT|EISDIR|ENOTDIR/gi;

/**
 * What is wrong with an answer, whatever was asked; undefined when nothing is.
 *
 * @param sent the request's own words: a refusal may show them again, and tells nothing by that
 */
export function findFault(answer: Answer, folder: string, sent = ""): string | undefined {
  const { status, headers, body } = answer;
  if (headers["x-content-type-options"] !== "nosniff") return "without nosniff";
  const text = body.toString();
  const isJson = /^application\/json\b/.test(headers["content-type"] ?? "");
  const json = isJson && text !== "" ? parse(text) : undefined;
  if (isJson && text !== "" && json === undefined) return "JSON that can't be read";
  if (status < 400) return undefined;

  const code = codeOf(json);
  if (code === undefined) return "a refusal that is not MLflow's JSON";
  // What comes in a later version is refused with 501, and the OpenAPI document has none of it.
  if (status >= 500 && !(status === 501 && code === "NOT_IMPLEMENTED")) return "a failure";
  const leaks = Array.from(text.matchAll(LEAK), ([found]) => found);
  const leak = text.includes(folder) ? folder : leaks.find((found) => !sent.includes(found));
  return leak === undefined ? undefined : `tells '${leak}'`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  if (!("error_code" in json) || !("message" in json)) return undefined;
  const { error_code: code, message } = json;
  return typeof code === "string" && typeof message === "string" ? code : undefined;
}
