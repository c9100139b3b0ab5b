import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiError } from "@mlflow-ts/contract";
import { ArtifactPath, parseFilePath, parseTargetPath } from "./artifact-path.ts";

const parse = (text: string) => ArtifactPath.parse(text, "path").segments;

describe("ArtifactPath.parse", () => {
  it.each([
    ["a.txt", ["a.txt"]],
    ["dir/sub/c.html", ["dir", "sub", "c.html"]],
    ["", []],
    [".", []],
    ["./dir//sub/", ["dir", "sub"]],
    ["sp%20ace.txt", ["sp ace.txt"]],
    ["100%.txt", ["100%.txt"]],
    ["100%25.txt", ["100%.txt"]],
    ["a%252520b", ["a b"]],
    ["日本/%E6%97%A5.txt", ["日本", "日.txt"]],
    ["emoji🎉.png", ["emoji🎉.png"]],
    ["a..b/..c/d..", ["a..b", "..c", "d.."]],
    [".hidden", [".hidden"]],
    ["col:on", ["col:on"]],
    ["a;b=1&c", ["a;b=1&c"]],
    ["e\u0301.txt", ["e\u0301.txt"]],
  ])("reads %j", (text, segments) => {
    expect(parse(text)).toEqual(segments);
  });

  it.each([
    "..",
    "../x",
    "a/../b",
    "a/..",
    "%2e%2e/x",
    "%2E%2e%2Fx",
    "..%2fx",
    "%252e%252e/x",
    "%252e%252e%252fx",
    "%25252e%25252e%25252fx",
    ".%2e/x",
    "%2e./x",
    "a/%2e%252e/x",
    "...",
    "....//x",
    ".. /x",
    ". ./x",
    "\uFF0E\uFF0E/x",
    "\u2025/x",
    "\uFF0E",
    ". ",
    "\u2024\u2024/x",
    "\uFF0E\uFF0E\uFF0Fx",
    "..\uFF0Fx",
    "\uFF0E%2e/x",
    "%EF%BC%8E%EF%BC%8E/x",
    "..\\x",
    "a\\..\\b",
    "%5c%5cserver",
    "%255cx",
    "/etc/passwd",
    "//etc/passwd",
    "%2fetc/passwd",
    "%252fetc/passwd",
    "C:/x",
    "c:x",
    "a/C:/x",
    "C%3A/x",
    "file:///etc/passwd",
    "file:x",
    "./file:",
    "a#b",
    "a%23b",
    "a%2523b",
    "a?b",
    "a%3Fb",
    "nul\0x",
    "nul%00x",
    "nul%2500x",
    "tab%09x",
    "line%0Abreak",
    "%0d%0aset-cookie: a",
    "del\x7f",
    "c1\x85",
    "\ud800",
    "%c0%ae%c0%ae/x",
    "%ff",
    "%ed%a0%80",
    ".artifact.uploading.x",
    "a/.artifact.uploading.x/b",
    "n".repeat(256),
    "é".repeat(128),
    "a/".repeat(3000),
  ])("refuses %j", (text) => {
    expect(() => parse(text)).toThrowError(
      expect.objectContaining({ errorCode: "INVALID_PARAMETER_VALUE" }),
    );
  });

  it("names the field, the value and the reason", () => {
    expect(() => ArtifactPath.parse("a\\b", "artifact_path")).toThrow(
      `Invalid path "a\\\\b" in 'artifact_path': it must not hold a backslash.`,
    );
  });

  it.each(["a/../b", "/etc/passwd", "C:/x", "file:///x", "a#b"])(
    "says of %j what MLflow's tests look for, and no more",
    (text) => {
      expect(() => parse(text)).toThrow(/^Invalid path$/);
    },
  );

  it("cuts a long value in its message", () => {
    expect(() => parse(`a?${"x".repeat(4000)}`)).toThrow(/^Invalid path "a\?x{100,250}…/);
  });

  const encode = (text: string) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

  it("never yields a segment that could leave the root, whatever the text and its encoding", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "..",
        ".",
        "/",
        "\\",
        "%",
        "2e",
        "25",
        "C:",
        "\0",
        "#",
        "?",
        "\uFF0E",
        "file:",
      ),
      fc.string({ unit: "grapheme", maxLength: 4 }),
    );
    const text = fc.array(fc.tuple(piece, fc.nat(3)), { maxLength: 8 }).map((pieces) =>
      pieces
        .map(([raw, times]) => {
          let encoded = raw.toWellFormed();
          for (let i = 0; i < times; i++) encoded = encode(encoded);
          return encoded;
        })
        .join(""),
    );
    fc.assert(
      fc.property(text, (given) => {
        let segments: readonly string[];
        try {
          segments = parse(given);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
          return;
        }
        for (const segment of segments) {
          expect(segment).not.toMatch(/^\.*$|[/\\#?\p{Cc}]|^[a-z]:/iu);
          expect(segment.normalize("NFKC")).not.toMatch(/^\.+$/);
        }
        // What is accepted is final: parsing it again changes nothing.
        expect(parse(segments.join("/"))).toEqual(segments);
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses a climbing path however often it is encoded", () => {
    fc.assert(
      fc.property(
        fc.nat(12),
        fc.constantFrom("../x", "a/../../x", "..\\x", "/x", "a\0"),
        (n, bad) => {
          let encoded: string = bad;
          for (let i = 0; i < n; i++) encoded = encodeURIComponent(encoded);
          expect(() => parse(encoded)).toThrow(/^Invalid path/);
        },
      ),
    );
  });

  it("takes a long hostile text in milliseconds", () => {
    const begin = performance.now();
    expect(() => parse(`%${"25".repeat(100_000)}2e`)).toThrow(ApiError);
    expect(() => parse(`%${"25".repeat(2000)}2e`)).toThrow(ApiError);
    expect(performance.now() - begin).toBeLessThan(100);
  });
});

describe("the name that MLflow 2 gives to a logged image", () => {
  const end = "%step%46%timestamp%1732000000000%qf5c1c3a-9a1e-4f0b-8d57-0c2f3e4d5a6b";

  it("keeps its percent signs, though they look like escapes", () => {
    for (const name of [`sample${end}.png`, `sample${end}%compressed.webp`]) {
      expect(parse(`images/${name}`)).toEqual(["images", name]);
    }
    expect(parse(`images/a%20b${end}.png`)).toEqual(["images", `a b${end}.png`]);
  });

  it("lets nothing else past", () => {
    for (const text of [`../sample${end}.png`, `%2e%2e/${end}.png`, `${end}.png/%2e%2e/x`]) {
      expect(() => parse(text)).toThrow(ApiError);
    }
  });
});

describe("the path of what is stored or removed", () => {
  const nothing = ["", ".", "./.", ".//", "%2e", "%252e", "dir/.", "dir/%2e", "./dir", "a/./b"];

  it.each(nothing)("is never %j", (text) => {
    expect(() => parseFilePath(text, "artifact_path")).toThrow(/^Invalid path/);
    expect(() => parseTargetPath(text, "artifact_path")).toThrow(/^Invalid path/);
  });

  it("ends in a name when it is a file's", () => {
    for (const text of ["dir/", "dir%2f", "dir//"]) {
      expect(() => parseFilePath(text, "artifact_path")).toThrow(/must end in a file name/);
      expect(parseTargetPath(text, "artifact_path").segments).toEqual(["dir"]);
    }
    expect(parseFilePath("1//run/a.txt", "artifact_path").toString()).toBe("1/run/a.txt");
  });
});

describe("ArtifactPath.fromSegments", () => {
  it("takes names as they are", () => {
    expect(ArtifactPath.fromSegments(["a%20b"], "artifact_uri").segments).toEqual(["a%20b"]);
  });

  it("refuses what parse refuses", () => {
    expect(() => ArtifactPath.fromSegments(["a", ".."], "artifact_uri")).toThrow(/Invalid path/);
  });
});
