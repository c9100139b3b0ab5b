import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FilterError } from "./filter-error.ts";
import { MAX_FILTER_LENGTH, MAX_TOKENS } from "./limits.ts";
import { parseFilter } from "./parse-filter.ts";
import { parseOrderBy } from "./parse-order-by.ts";
import { printFilter, printOrderBy } from "./print-filter.ts";
import type { Condition, Field, Filter, FilterKind } from "./syntax.ts";

const KINDS: readonly FilterKind[] = ["runs", "experiments", "logged_models"];
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ unit: fc.constantFrom("'", '"', "`", "\\", " ", "a", ".", "é", "\n"), maxLength: 8 }),
);
// A whole number past 2^53 is read back as a bigint, which the integer tests cover.
const number = fc
  .double({ noNaN: true })
  .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value));
const ordering = fc.constantFrom("=", "!=", "<", "<=", ">", ">=");

const keyed = (entity: "metric" | "param" | "tag"): fc.Arbitrary<Field> =>
  fc.record({ entity: fc.constant(entity), key: text });
const named = (entity: "attribute" | "dataset", ...keys: string[]): fc.Arbitrary<Field> =>
  fc.record({ entity: fc.constant(entity), key: fc.constantFrom(...keys) });

function condition(field: fc.Arbitrary<Field>, test: fc.Arbitrary<unknown>) {
  // The pairs of fields and tests below are the ones that the language has.
  return fc.record({ kind: fc.constant("condition"), field, test }) as fc.Arbitrary<Condition>;
}

const textTest = fc.record({ operator: fc.constantFrom("=", "!=", "LIKE", "ILIKE"), value: text });
const numberTest = fc.record({ operator: ordering, value: number });
const integerTest = fc.record({
  operator: ordering,
  value: fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value)),
});
const listTest = (values: fc.Arbitrary<string>) =>
  fc.record({
    operator: fc.constantFrom("IN", "NOT IN"),
    values: fc.array(values, { minLength: 1, maxLength: 4 }),
  });
const nullTest = fc.record({ operator: fc.constantFrom("IS NULL", "IS NOT NULL") });

const CONDITIONS: Readonly<Record<FilterKind, fc.Arbitrary<Condition>>> = {
  runs: fc.oneof(
    condition(keyed("metric"), numberTest),
    condition(fc.oneof(keyed("param"), keyed("tag")), fc.oneof(textTest, nullTest)),
    condition(named("attribute", "status", "run_name", "user_id", "artifact_uri"), textTest),
    condition(named("attribute", "run_id"), fc.oneof(textTest, listTest(text))),
    condition(named("attribute", "start_time", "end_time"), fc.oneof(numberTest, integerTest)),
    condition(named("dataset", "name", "digest", "context"), fc.oneof(textTest, listTest(text))),
  ),
  experiments: fc.oneof(
    condition(keyed("tag"), fc.oneof(textTest, nullTest)),
    condition(named("attribute", "name"), textTest),
    condition(named("attribute", "experiment_id"), listTest(fc.nat().map(String))),
    condition(named("attribute", "creation_time", "last_update_time"), integerTest),
  ),
  logged_models: fc.oneof(
    condition(keyed("metric"), numberTest),
    condition(fc.oneof(keyed("param"), keyed("tag")), fc.oneof(textTest, listTest(text))),
    condition(named("attribute", "name", "status", "model_id"), fc.oneof(textTest, listTest(text))),
    condition(named("attribute", "creation_timestamp_ms"), numberTest),
  ),
};

const filters = (kind: FilterKind): fc.Arbitrary<Filter> =>
  fc.letrec<{ filter: Filter }>((tie) => {
    const operands = fc.array(tie("filter"), { minLength: 2, maxLength: 3 });
    return {
      filter: fc.oneof(
        { maxDepth: 4, depthSize: "small" },
        CONDITIONS[kind],
        fc.record({ kind: fc.constantFrom("and", "or"), operands }),
        fc.record({ kind: fc.constant("not"), operand: tie("filter") }),
      ),
    };
  }).filter;

/** The tokens of the language and what breaks them, so that inputs are nearly right. */
const FRAGMENTS =
  "metrics. params. tags. dataset. attributes. foo. run_id status name a b . , ( ) ; = != < <= > >= == LIKE ILIKE IN NOT AND OR IS NULL E' ' \" ` ' '' \\ \\' 1 0.5 -1 1e5 .5 5. 0x1 -- /* */ # @ [ ] % * + 'x' \"x\" `x` é 😀 \n \0".split(
    " ",
  );
const nearlyRight = fc
  .array(
    fc.oneof(fc.constantFrom(...FRAGMENTS, " ", " "), fc.string({ unit: "binary", maxLength: 4 })),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(""));

function parseOrRefuse(parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    expect(error).toBeInstanceOf(FilterError);
    expect(error).toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE", status: 400 });
    if (error instanceof FilterError) expect(error.message.length).toBeLessThan(2_000);
  }
}

describe.each(KINDS)("filters for %s", (kind) => {
  it("are read back as the tree that was printed", () => {
    fc.assert(
      fc.property(filters(kind), (filter) => {
        const printed = printFilter(kind, filter);
        expect(parseFilter(kind, printed), printed).toEqual(filter);
      }),
      { numRuns: 500 },
    );
  });

  it("are parsed or refused with a 400, whatever they are", () => {
    fc.assert(
      fc.property(fc.oneof(nearlyRight, fc.string({ unit: "binary" })), (filter) => {
        parseOrRefuse(() => parseFilter(kind, filter));
      }),
      { numRuns: 2000 },
    );
  });

  it("are read back as they were read, when printed", () => {
    fc.assert(
      fc.property(nearlyRight, (filter) => {
        let tree: Filter;
        try {
          tree = parseFilter(kind, filter);
        } catch {
          return;
        }
        expect(parseFilter(kind, printFilter(kind, tree))).toEqual(tree);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    "'",
    "''",
    "\\'",
    '"',
    "`",
    "``",
    "(",
    ")",
    "((a",
    "NOT ",
    "NOT (",
    "AND ",
    "a.",
    "a . ",
    "a-",
    "a.b(",
    "[",
    "[a",
    "E'",
    "E'\\",
    "-",
    "1",
    "1a",
    ".5",
    "=",
    " ",
    "NOT   ",
    "a = 'b' OR ",
    "metrics.a > 1 ",
    "tags.a IN (",
    "run_id IN ('a', ",
    "run_id IN ('\\",
    "tags.`",
    "tags.``",
    "metrics.a IS NOT ",
    "tags.a = '%' AND ",
  ])("take milliseconds for a hostile repetition of %j", (part) => {
    for (const prefix of ["", "metrics.a = 1 AND ", "run_id IN ("]) {
      const long = (prefix + part.repeat(MAX_FILTER_LENGTH / part.length)).slice(
        0,
        MAX_FILTER_LENGTH - 1,
      );
      const timesMs = [1, 2, 3].map(() => {
        const before = process.cpuUsage();
        parseOrRefuse(() => parseFilter(kind, long));
        parseOrRefuse(() => parseFilter(kind, `${long}'`));
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1000;
      });
      // Some ten milliseconds; a machine that does other things at once may need several times that.
      expect(Math.min(...timesMs)).toBeLessThan(150);
    }
  });

  it("are refused at once past their limits", () => {
    const refused = (filter: string, message: RegExp) =>
      expect(() => parseFilter(kind, filter)).toThrow(message);
    refused("x".repeat(MAX_FILTER_LENGTH + 1), /too long/);
    refused("a.".repeat(MAX_TOKENS), /too complex/);
    refused(Array(300).fill("tags.a = 'x'").join(" AND "), /at most 256/);
    refused(`${"NOT ".repeat(1000)}tags.a = 'x'`, /at most 64 levels/);
    refused(`${"(".repeat(1000)}tags.a = 'x'${")".repeat(1000)}`, /at most 64 levels/);
  });
});

describe.each(["runs", "experiments"] as const)("orders of %s", (kind) => {
  const field =
    kind === "runs"
      ? fc.oneof(keyed("metric"), keyed("param"), keyed("tag"), named("attribute", "start_time"))
      : named("attribute", "name", "experiment_id");

  it("are read back as they were printed", () => {
    fc.assert(
      fc.property(fc.record({ field, ascending: fc.boolean() }), (order) => {
        expect(parseOrderBy(kind, printOrderBy(order))).toEqual(order);
      }),
    );
  });

  it("are parsed or refused with a 400, whatever they are", () => {
    fc.assert(
      fc.property(fc.oneof(nearlyRight, fc.string({ unit: "binary" })), (order) => {
        parseOrRefuse(() => parseOrderBy(kind, order));
      }),
      { numRuns: 2000 },
    );
  });
});
