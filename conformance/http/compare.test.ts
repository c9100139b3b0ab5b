import { describe, expect, it } from "vitest";
import { compare } from "./compare.ts";
import type { IntendedDifference } from "./intended-differences.ts";
import { INTENDED_DIFFERENCES } from "./intended-differences.ts";
import type { Normalised } from "./normalise.ts";

const answer = (step: string, status: number, body: unknown = {}): Normalised => ({
  scenario: "area > scenario",
  step,
  status,
  headers: {},
  body,
});

const LISTED: IntendedDifference = {
  at: "area > scenario > a",
  why: "it is meant",
  mlflow: 500,
  ours: { status: 400, contains: "is wrong" },
};

const refusal = answer("a", 400, { message: "This is wrong." });

describe("compare", () => {
  it("finds every answer that differs and is not listed", () => {
    const { surprises, broken, intended } = compare(
      [answer("a", 200), answer("b", 200, { x: 1 }), answer("c", 200)],
      [answer("a", 200), answer("b", 200, { x: 2 })],
      [],
    );
    expect(surprises.map(({ at }) => at)).toEqual(["area > scenario > b", "area > scenario > c"]);
    expect([...broken, ...intended]).toEqual([]);
  });

  it("takes a difference that is listed as it occurred", () => {
    const { surprises, broken, intended } = compare([answer("a", 500)], [refusal], [LISTED]);
    expect([...surprises, ...broken]).toEqual([]);
    expect(intended).toHaveLength(1);
  });

  it.each([
    ["both answer the same", answer("a", 400), answer("a", 400), "both answers are the same"],
    ["MLflow answers another status", answer("a", 200), refusal, "MLflow answered 200, not 500"],
    ["ours answers another status", answer("a", 500), answer("a", 404), "ours answered 404"],
    ["ours says something else", answer("a", 500), answer("a", 400), "does not contain is wrong"],
    ["nobody is asked", answer("b", 200), answer("b", 200), "no request has this name"],
  ])("excuses nothing when %s", (_, mlflow, ours, why) => {
    const { broken, intended } = compare([mlflow], [ours], [LISTED]);
    expect(intended).toEqual([]);
    expect(broken).toMatchObject([{ why: expect.stringContaining(why) }]);
  });
});

describe("the list of intended differences", () => {
  it("names each place once, with a reason", () => {
    const places = INTENDED_DIFFERENCES.map(({ at }) => at);
    expect(places.filter((at, i) => places.indexOf(at) !== i)).toEqual([]);
    expect(INTENDED_DIFFERENCES.filter(({ why }) => why.length < 20)).toEqual([]);
  });

  it("never excuses an answer of ours with 500", () => {
    expect(INTENDED_DIFFERENCES.filter(({ ours }) => ours.status >= 500)).toEqual([]);
  });
});
