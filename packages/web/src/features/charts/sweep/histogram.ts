import { readNumber } from "./sweep-runs.ts";

export interface Bin {
  readonly label: string;
  readonly count: number;
}

const MAX_BINS = 30;
const MAX_CATEGORIES = 30;

/**
 * How often values occur: numbers in as many equal bins as Sturges' rule gives, or one bin for each
 * when there are few; texts by themselves, the most frequent first.
 */
export function countValues(values: readonly string[]): Bin[] {
  const numbers = values.map(readNumber);
  const isNumeric = numbers.every((number) => number !== undefined);
  const distinct = new Map<string, number>();
  for (const value of values) distinct.set(value, (distinct.get(value) ?? 0) + 1);
  if (isNumeric && distinct.size > MAX_BINS / 2) {
    return binNumbers(numbers.filter((number) => number !== undefined));
  }
  const sorted = [...distinct].toSorted(([a, countA], [b, countB]) =>
    isNumeric ? Number(a) - Number(b) : countB - countA || a.localeCompare(b, "en"),
  );
  const shown = sorted.slice(0, MAX_CATEGORIES).map(([label, count]) => ({ label, count }));
  const rest = sorted.slice(MAX_CATEGORIES).reduce((sum, [, count]) => sum + count, 0);
  return rest === 0 ? shown : [...shown, { label: "others", count: rest }];
}

function binNumbers(numbers: readonly number[]): Bin[] {
  const [min, max] = [Math.min(...numbers), Math.max(...numbers)];
  const count = Math.min(MAX_BINS, Math.ceil(Math.log2(numbers.length)) + 1);
  const width = (max - min) / count;
  const counts = Array.from({ length: count }, () => 0);
  for (const number of numbers) {
    const bin = Math.min(count - 1, Math.floor((number - min) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const short = (value: number) => String(Number(value.toPrecision(3)));
  return counts.map((inBin, bin) => ({
    label: `${short(min + bin * width)} – ${short(min + (bin + 1) * width)}`,
    count: inBin,
  }));
}
