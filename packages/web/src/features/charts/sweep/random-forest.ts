/** One column for each feature, one entry for each sample. */
export type FeatureColumns = readonly Float64Array[];

const TREES = 64;
const MAX_DEPTH = 6;
const MIN_LEAF = 2;

/** Numbers between 0 and 1 that are the same each time (Mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * How much each feature lowers the squared error of a forest of regression trees: the decreases of
 * all its splits, as a part of those of all features; zeros when nothing is explained.
 *
 * L. Breiman, "Random Forests", Machine Learning 45 (2001): trees on bootstrap samples, whose mean
 * decrease of impurity is the importance. Every split may choose among all features, as in his
 * "Bagging Predictors" (1996): where only a few may be chosen among, those that matter not at all
 * get a share too. With a fixed seed, so that the same runs always give the same answer.
 */
export function forestImportances(features: FeatureColumns, target: Float64Array): number[] {
  const random = createRandom(1);
  const totals = features.map(() => 0);
  for (let tree = 0; tree < TREES; tree += 1) {
    const samples = Array.from(target, () => Math.floor(random() * target.length));
    grow(features, target, samples, MAX_DEPTH, totals);
  }
  const sum = totals.reduce((all, total) => all + total, 0);
  return totals.map((total) => (sum > 0 ? total / sum : 0));
}

function grow(
  features: FeatureColumns,
  target: Float64Array,
  samples: readonly number[],
  depth: number,
  totals: number[],
): void {
  if (depth === 0 || samples.length < 2 * MIN_LEAF) return;
  const split = findSplit(features, target, samples);
  if (split === undefined) return;
  // Its own column is passed in to be added to.
  totals.splice(split.feature, 1, (totals[split.feature] ?? 0) + split.gain);
  const column = features[split.feature];
  const isLeft = (sample: number) => (column?.[sample] ?? NaN) <= split.threshold;
  grow(features, target, samples.filter(isLeft), depth - 1, totals);
  grow(
    features,
    target,
    samples.filter((s) => !isLeft(s)),
    depth - 1,
    totals,
  );
}

interface Split {
  readonly feature: number;
  readonly threshold: number;
  /** By how much the squared error becomes less. */
  readonly gain: number;
}

function findSplit(
  features: FeatureColumns,
  target: Float64Array,
  samples: readonly number[],
): Split | undefined {
  let best: Split | undefined;
  features.forEach((column, feature) => {
    const split = splitOn(feature, column, target, samples);
    if (split && split.gain > (best?.gain ?? 0)) best = split;
  });
  return best;
}

function splitOn(
  feature: number,
  column: Float64Array,
  target: Float64Array,
  samples: readonly number[],
): Split | undefined {
  const x = (sample: number) => column[sample] ?? 0;
  const y = (sample: number) => target[sample] ?? 0;
  const sorted = samples.toSorted((a, b) => x(a) - x(b));
  const sum = sorted.reduce((all, sample) => all + y(sample), 0);
  const count = sorted.length;
  let leftSum = 0;
  let best: Split | undefined;
  for (let index = 0; index < count - MIN_LEAF; index += 1) {
    const [here = 0, next = 0] = [sorted[index], sorted[index + 1]];
    leftSum += y(here);
    if (index + 1 < MIN_LEAF || x(here) === x(next)) continue;
    const leftCount = index + 1;
    const rightCount = count - leftCount;
    // What the means of both sides explain beyond the mean of all.
    const gain = leftSum ** 2 / leftCount + (sum - leftSum) ** 2 / rightCount - sum ** 2 / count;
    if (gain > (best?.gain ?? 1e-12)) best = { feature, threshold: x(here), gain };
  }
  return best;
}
