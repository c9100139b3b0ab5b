/** What one chart shows. */
export interface ChartSpec {
  readonly title: string;
  /** Training first, then validation, then test. */
  readonly keys: readonly string[];
}

export interface ChartSection {
  /** Empty for metrics without a prefix. */
  readonly name: string;
  readonly charts: readonly ChartSpec[];
}

/** Parts of a metric's name that say which data it was measured on, in the order of the lines. */
const SPLITS = [
  "train",
  "training",
  "val",
  "valid",
  "validation",
  "eval",
  "dev",
  "test",
  "testing",
];

/**
 * Charts of metrics, by the prefix before the last slash, `system` last. With pairs, metrics that
 * differ only in the data they were measured on share a chart: `train/loss` and `val_loss`.
 */
export function groupKeys(keys: readonly string[], isPaired: boolean): ChartSection[] {
  const sections = new Map<string, ChartSpec[]>();
  for (const chart of isPaired ? pairKeys(keys) : keys.map(aloneOf)) {
    const name = sectionOf(chart.title);
    const charts = sections.get(name);
    if (charts) charts.push(chart);
    else sections.set(name, [chart]);
  }
  const isSystem = (name: string) => Number(name === "system" || name.startsWith("system/"));
  return [...sections]
    .toSorted(([a], [b]) => isSystem(a) - isSystem(b) || compare(a, b))
    .map(([name, charts]) => ({
      name,
      charts: charts.toSorted((a, b) => compare(a.title, b.title)),
    }));
}

/** Sections with only the charts whose names hold every word. */
export function filterSections(sections: readonly ChartSection[], filter: string): ChartSection[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return sections
    .map(({ name, charts }) => ({
      name,
      charts: charts.filter(({ title, keys }) => {
        const text = [title, ...keys].join(" ").toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ charts }) => charts.length > 0);
}

const aloneOf = (key: string): ChartSpec => ({ title: key, keys: [key] });

const compare = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });

function sectionOf(title: string): string {
  const slash = title.lastIndexOf("/");
  return slash <= 0 ? "" : title.slice(0, slash);
}

function pairKeys(keys: readonly string[]): ChartSpec[] {
  const byTitle = new Map<string, { key: string; rank: number }[]>();
  const alone: ChartSpec[] = [];
  for (const key of keys) {
    const split = splitOf(key);
    if (split === undefined) alone.push(aloneOf(key));
    else byTitle.set(split.rest, [...(byTitle.get(split.rest) ?? []), { key, rank: split.rank }]);
  }
  for (const [title, found] of byTitle) {
    if (found.length === 1) alone.push(...found.map(({ key }) => aloneOf(key)));
    else {
      const sorted = found.toSorted((a, b) => a.rank - b.rank || compare(a.key, b.key));
      alone.push({ title, keys: sorted.map(({ key }) => key) });
    }
  }
  return alone;
}

/** A key without the part that names its data, such as `loss` of `train/loss`. */
function splitOf(key: string): { rest: string; rank: number } | undefined {
  const parts = key.split(/([/_.-]|\s)/);
  // Names and separators take turns.
  const at = parts.findIndex((part) => SPLITS.includes(part.toLowerCase()));
  const part = parts[at];
  if (part === undefined || parts.length < 3) return undefined;
  const rest = at === 0 ? parts.slice(2) : [...parts.slice(0, at - 1), ...parts.slice(at + 1)];
  return { rest: rest.join(""), rank: SPLITS.indexOf(part.toLowerCase()) };
}
