import { describe, expect, it } from "vitest";
import { createPageToken, parsePageToken } from "../page-token.ts";
import { createHistoryToken, parseHistoryToken } from "./history-token.ts";

const after = { timestamp: 5, step: -2, value: 0.1, isNan: 0 };
const encode = (text: string) => Buffer.from(text).toString("base64");

describe("tokens of a history", () => {
  it.each([
    after,
    { ...after, value: Number.MAX_VALUE },
    { ...after, value: -Infinity },
    { ...after, value: 5e-324 },
    { ...after, value: 0, isNan: 1 },
    { ...after, timestamp: 2n ** 63n - 1n, step: -(2n ** 63n) },
  ])("come back as the place that they were made of", (place) => {
    const token = createHistoryToken({ offset: 7, after: place });
    expect(parseHistoryToken(token)).toEqual({ offset: 7, after: place });
  });

  it("hold the offset by which MLflow's own server continues", () => {
    expect(parsePageToken(createHistoryToken({ offset: 7, after }))).toBe(7);
  });

  it("may be MLflow's, by an offset alone", () => {
    expect(parseHistoryToken(createPageToken(7))).toEqual({ offset: 7 });
    expect(parseHistoryToken(undefined)).toEqual({ offset: 0 });
  });

  it.each([
    ["abc", "Invalid page token, could not base64-decode"],
    [encode('{"after": [5, -2, "0.1", 0]}'), "Invalid page token, it holds no offset"],
    ...[
      "null",
      "[]",
      '[5, -2, "0.1"]',
      '[5, -2, "a", 0]',
      "[5, -2, 0.1, 0]",
      '[5, -2, "0.1", 2]',
      '[5.5, -2, "0.1", 0]',
      '[5, 9223372036854775808, "0.1", 0]',
      '["5", -2, "0.1", 0]',
    ].map((place) => [
      encode(`{"offset": 7, "after": ${place}}`),
      "Invalid page token, it holds no place in a history",
    ]),
  ])("refuses %j", (token, message) => {
    expect(() => parseHistoryToken(token)).toThrow(message);
  });
});
