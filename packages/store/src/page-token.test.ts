import { describe, expect, it } from "vitest";
import { createPageToken, parsePageToken } from "./page-token.ts";

const encode = (text: string) => Buffer.from(text, "latin1").toString("base64");

describe("page tokens", () => {
  it("come back as the offset that they were made of", () => {
    expect(parsePageToken(createPageToken(100))).toBe(100);
    expect(parsePageToken(undefined)).toBe(0);
    expect(parsePageToken("")).toBe(0);
  });

  it("are MLflow's", () => {
    expect(createPageToken(2)).toBe("eyJvZmZzZXQiOiAyfQ==");
  });

  it.each([
    ["abc", "Invalid page token, could not base64-decode"],
    ["abcde", "Invalid page token, could not base64-decode"],
    ["!!!", "Invalid page token, decoded value=b''"],
    [encode("abc"), "Invalid page token, decoded value=b'abc'"],
    [encode("it's \\\n\xff"), String.raw`Invalid page token, decoded value=b"it's \\\n\xff"`],
    [encode('{"a": 1}'), "Invalid page token, it holds no offset"],
    [encode('{"offset": -5}'), "Invalid page token, it holds no offset"],
    [encode("[]"), "Invalid page token, it holds no offset"],
    [encode("null"), "Invalid page token, it holds no offset"],
  ])("refuses %j", (token, message) => {
    expect(() => parsePageToken(token)).toThrow(message);
  });
});
