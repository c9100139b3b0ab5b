import { describe, expect, it } from "vitest";
import { readError } from "./read-error.ts";

const TRACE = `Traceback (most recent call last):
  File "train.py", line 3, in <module>
    step()
  File "train.py", line 2, in step
    raise ValueError("no data")
ValueError: no data`;

const ofTags = (tags: Readonly<Record<string, string>>) =>
  readError({ tags: Object.entries(tags).map(([key, value]) => ({ key, value })) });

describe("readError", () => {
  it("finds nothing where nothing was sent", () => {
    expect(readError({})).toBeUndefined();
    expect(ofTags({ error_rate: "0.2", "mlflow-ts.error": " " })).toBeUndefined();
  });

  it("prefers the name of our own, then the usual ones, tags before params", () => {
    expect(ofTags({ error: "b", "mlflow-ts.error": "a" })).toEqual({ message: "a" });
    expect(ofTags({ Exception: "OSError" })).toEqual({ message: "OSError" });
    const params = [{ key: "error", value: "of a param" }];
    expect(readError({ params })).toEqual({ message: "of a param" });
    expect(readError({ params, tags: [{ key: "error", value: "of a tag" }] })?.message).toBe(
      "of a tag",
    );
  });

  it("takes the message of Python's traceback from below the stack", () => {
    expect(ofTags({ "mlflow-ts.error": TRACE })).toEqual({
      message: "ValueError: no data",
      details: TRACE,
    });
    const noted = `${TRACE}\n  a note of two\n  lines`;
    expect(ofTags({ traceback: noted })).toMatchObject({ message: "ValueError: no data" });
  });

  it("takes the message of JavaScript's stack from above it", () => {
    const stack = "RangeError: too far\n    at train (train.ts:2:3)";
    expect(ofTags({ error: stack })).toEqual({ message: "RangeError: too far", details: stack });
  });

  it("puts a traceback beside the message that was sent with it", () => {
    expect(ofTags({ exception: "no data", traceback: TRACE })).toEqual({
      message: "no data",
      details: TRACE,
    });
  });
});
