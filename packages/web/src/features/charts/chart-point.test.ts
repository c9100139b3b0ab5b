import { expect, test } from "vitest";
import type { ChartLine } from "../../components/chart-line.ts";
import { describeX, valuesAt } from "./chart-point.ts";

const line = (id: string, xs: number[], ys: number[]): ChartLine => ({
  id,
  name: id,
  color: "red",
  xs,
  ys,
});

test("tells the exact value of each line at its point nearest to the pointer, largest first", () => {
  const lines = [line("low", [0, 10], [1, 2]), line("high", [0, 9], [5, 0.942])];
  expect(valuesAt(lines, 1, 10).map(({ id, x, value }) => [id, x, value])).toEqual([
    ["high", 0, 5],
    ["low", 0, 1],
  ]);
});

test("leaves out a line that has ended long before, and puts NaN last", () => {
  const lines = [
    line("ended", [0, 3], [1, 1]),
    line("nan", [0, 9], [1, NaN]),
    line("a", [9], [-7]),
  ];
  expect(valuesAt(lines, 9, 10).map(({ id }) => id)).toEqual(["a", "nan"]);
});

test("says where the pointer is in the words of the axis", () => {
  expect(describeX({ kind: "step" }, 12)).toBe("step 12");
  expect(describeX({ kind: "relative" }, 61_000)).toBe("1 min 1 s in");
  expect(describeX({ kind: "metric", key: "acc" }, 0.25)).toBe("acc 0.25");
});
