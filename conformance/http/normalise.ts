import { IS_NETWORKED } from "../networked-database.ts";
import type { Exchange } from "./probe.ts";

/** What two servers may answer differently without any client noticing, replaced by placeholders. */
export interface Normalised {
  readonly scenario: string;
  readonly step: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Milliseconds around now within which a number is taken for a time that the server made. */
const NOW_WINDOW_MS = 3_600_000;

const RUN_ID = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g;
/** MLflow's messages list what is allowed as a Python set, in an order that changes with each start. */
const PYTHON_SET = /\{('[^'{}]*'(?:, '[^'{}]*')*)\}/g;
const GENERATED_NAME = /^[a-z]+-[a-z]+-\d{1,4}$/;
const GENERATED_NAME_FIELDS = new Set(["run_name", "runName", "name", "value"]);
const EXPERIMENT_ID_FIELDS = new Set(["experiment_id", "experimentId", "experiment_ids"]);
/** Lists in which MLflow keeps no order but that of its database's rows. */
const LISTS_BY_KEY = new Set(["metrics", "params", "tags"]);
const LISTS_OF_LINKS = new Set(["model_inputs", "model_outputs", "dataset_inputs"]);
// MLflow asks for no order of these, and only SQLite has always the same.
if (IS_NETWORKED) LISTS_OF_LINKS.add("dataset_summaries");

/**
 * Normalises the exchanges of one scenario on one server. Ids, times and generated names become
 * placeholders that say at which step they first appeared: equal ids stay equal, and a step that
 * only one server takes changes none of the later ones.
 */
export function normalise(exchanges: readonly Exchange[], nowMs: number): Normalised[] {
  const placeholders = new Placeholders(nowMs);
  return exchanges.map(({ scenario, step, status, headers, body }) => {
    placeholders.begin(step);
    return {
      scenario,
      step,
      status,
      headers: normaliseHeaders(headers, placeholders),
      body: normaliseValue(body, undefined, placeholders),
    };
  });
}

class Placeholders {
  readonly #nowMs: number;
  readonly #known = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  #step = "";

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  begin(step: string): void {
    this.#step = step;
    this.#counts.clear();
  }

  of(kind: string, value: string): string {
    const known = this.#known.get(`${kind} ${value}`);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const placeholder = `<${kind} ${count} of ${this.#step}>`;
    this.#known.set(`${kind} ${value}`, placeholder);
    return placeholder;
  }

  isNow(value: number): boolean {
    return Math.abs(value - this.#nowMs) < NOW_WINDOW_MS;
  }
}

function normaliseHeaders(headers: Readonly<Record<string, string>>, placeholders: Placeholders) {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    // The charset of JSON is UTF-8 by its standard, said or not.
    const said = name === "content-type" ? value.replace(/json; ?charset=utf-8/i, "json") : value;
    const listed = name === "allow" ? said.split(/, */).toSorted().join(", ") : said;
    result[name] = normaliseText(listed, placeholders);
  }
  return result;
}

function normaliseValue(
  value: unknown,
  field: string | undefined,
  placeholders: Placeholders,
): unknown {
  if (typeof value === "number") return placeholders.isNow(value) ? "<now>" : value;
  if (typeof value === "string") return normaliseField(value, field, placeholders);
  if (Array.isArray(value)) return normaliseList(value, field, placeholders);
  if (typeof value !== "object" || value === null) return value;
  const result: Record<string, unknown> = {};
  // First appearance must not depend on the order of a server's fields.
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, inner] of entries) result[name] = normaliseValue(inner, name, placeholders);
  return result;
}

function normaliseList(list: unknown[], field: string | undefined, placeholders: Placeholders) {
  const byKeys = field !== undefined && LISTS_BY_KEY.has(field) && list.every(hasKey);
  const normalised: unknown[] = (byKeys ? list.toSorted(compareKeys) : list).map((item) =>
    normaliseValue(item, field, placeholders),
  );
  if (field === "metrics" && normalised.every(hasRun)) return normalised.toSorted(compareRuns);
  return field !== undefined && LISTS_OF_LINKS.has(field)
    ? normalised.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : normalised;
}

function hasRun(item: unknown): item is { run_id: string } {
  return typeof item === "object" && item !== null && "run_id" in item;
}

/** Several runs' points come in the order of their ids, which differ on every server. */
function compareRuns(a: unknown, b: unknown): number {
  if (!hasRun(a) || !hasRun(b) || a.run_id === b.run_id) return 0;
  return a.run_id < b.run_id ? -1 : 1;
}

function hasKey(item: unknown): item is { key: string } {
  return typeof item === "object" && item !== null && "key" in item;
}

/** Stable, so that the points of one metric keep the order in which the server sent them. */
function compareKeys(a: unknown, b: unknown): number {
  if (!hasKey(a) || !hasKey(b) || a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}

function normaliseField(text: string, field: string | undefined, placeholders: Placeholders) {
  if (field === "next_page_token") return normaliseToken(text, placeholders);
  if (field !== undefined && EXPERIMENT_ID_FIELDS.has(field) && /^\d+$/.test(text)) {
    return text === "0" ? text : placeholders.of("experiment", text);
  }
  if (field !== undefined && GENERATED_NAME_FIELDS.has(field) && GENERATED_NAME.test(text)) {
    return placeholders.of("name", text);
  }
  return normaliseText(text, placeholders);
}

function normaliseText(text: string, placeholders: Placeholders): string {
  return (
    text
      // These databases count the ids of experiments on when one was refused.
      .replaceAll(
        /(experiment (?:with id )?|(?<=No such artifact: ')|(?<=file: '))([1-9]\d*)\b/gi,
        (all, before: string, id: string) =>
          IS_NETWORKED ? `${before}${placeholders.of("experiment", id)}` : all,
      )
      .replaceAll(
        /(mlflow-artifacts:|mlartifacts)\/(\d+)(?=\/|$)/g,
        (_all, root: string, id: string) =>
          id === "0" ? `${root}/0` : `${root}/${placeholders.of("experiment", id)}`,
      )
      .replaceAll(RUN_ID, (id) => placeholders.of("id", id))
      .replaceAll(/\b\d{13}\b/g, (digits) =>
        placeholders.isNow(Number(digits)) ? "<now>" : digits,
      )
      .replaceAll(
        PYTHON_SET,
        (_all, items: string) => `{${items.split(", ").toSorted().join(", ")}}`,
      )
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "<server>")
  );
}

/** A page token that tells of its search does so in base64; what it tells is compared. */
function normaliseToken(token: string, placeholders: Placeholders): unknown {
  try {
    const told: unknown = JSON.parse(Buffer.from(token, "base64").toString("utf8"), (name, value) =>
      // Ours of a history hold their place beside the offset that both have.
      name === "after" ? undefined : value,
    );
    return normaliseValue(told, undefined, placeholders);
  } catch {
    return token;
  }
}
