import { describe, expect, it } from "vitest";
import { Ledger } from "./ledger.ts";

const found = (facts: string[], versions: [string, number][] = []) => ({
  facts,
  versions: new Map(versions),
});

describe("Ledger", () => {
  it("finds nothing wrong with what was acknowledged, or with an unanswered write", () => {
    const ledger = new Ledger();
    ledger.begin(["a", "b"])();
    ledger.begin(["c", "d"]);
    expect(ledger.audit(found(["b", "a"]))).toEqual([]);
    expect(ledger.audit(found(["a", "b", "c", "d"]))).toEqual([]);
    expect(ledger.counts).toEqual({ acknowledged: 1, unanswered: 1 });
  });

  it("finds what was lost, doubled, written in part, or written by nobody", () => {
    const ledger = new Ledger();
    ledger.begin(["a"])();
    ledger.begin(["b", "c"]);
    expect(ledger.audit(found([]))).toEqual(["acknowledged, and lost: a"]);
    expect(ledger.audit(found(["a", "a"]))).toEqual(["there 2 times: a"]);
    expect(ledger.audit(found(["a", "b"]))).toEqual(["written in part, without: c"]);
    expect(ledger.audit(found(["a", "x"]))).toEqual(["written by nobody: x"]);
  });

  it("takes the last acknowledged version or one sent after it", () => {
    const ledger = new Ledger();
    ledger.beginReplacing("file", 1)();
    ledger.beginReplacing("file", 2);
    expect(ledger.audit(found([], [["file", 1]]))).toEqual([]);
    expect(ledger.audit(found([], [["file", 2]]))).toEqual([]);
    expect(ledger.audit(found([]))).toEqual(["file: version 1 was acknowledged, 0 is there"]);
    expect(ledger.audit(found([], [["file", 3]]))).toEqual(["file: version 3 was never sent"]);
  });
});
