import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ApiError, contract } from "@mlflow-ts/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Queries } from "./db/database.ts";
import { searchExperiments } from "./experiments/search-experiments.ts";
import { searchLoggedModels } from "./logged-models/search-logged-models.ts";
import { openReads, type OpenReads } from "./reader/open-reads.ts";
import { searchRuns } from "./runs/search-runs.ts";
import { createTestDatabase, readTargetOf, type TestDatabase } from "./testing/test-database.ts";

/** The Python that has MLflow 3.17.2: once it is named, these tests run, or fail without it. */
const python = process.env["MLFLOW_PYTHON"] ?? "";
const script = fileURLToPath(
  new URL("../../../conformance/python/search_reference.py", import.meta.url),
);
const seed = Number(process.env["SEARCH_SEED"] ?? Math.floor(Math.random() * 1e6));
const SEARCHES = 400;

interface Reference {
  readonly kind: "runs" | "experiments" | "logged_models";
  readonly request: object;
  readonly ids?: readonly (readonly string[])[];
  readonly error?: string;
}

async function readPage(queries: Queries, { kind, request }: Reference, token: string | undefined) {
  const input = { ...request, page_token: token };
  if (kind === "runs") {
    const page = await searchRuns(queries, contract.searchRuns.request.parse(input));
    return { ids: (page.runs ?? []).map((run) => run.info.run_id), token: page.next_page_token };
  }
  if (kind === "experiments") {
    const checked = contract.searchExperiments.request.parse(input);
    const page = await searchExperiments(queries, checked);
    const ids = (page.experiments ?? []).map((experiment) => experiment.experiment_id);
    return { ids, token: page.next_page_token };
  }
  const checked = contract.searchLoggedModels.request.parse(input);
  const page = await searchLoggedModels(queries, checked);
  const ids = (page.models ?? []).map((model) => model.info.model_id);
  return { ids, token: page.next_page_token };
}

async function readAllPages(queries: Queries, reference: Reference): Promise<string[][]> {
  const pages: string[][] = [];
  let token: string | undefined;
  do {
    const page = await readPage(queries, reference, token);
    pages.push(page.ids);
    token = page.token;
  } while (token);
  return pages;
}

if (python === "") {
  console.warn("left out: searches as MLflow answers them, as MLFLOW_PYTHON names no Python");
}

describe.skipIf(python === "")("the search language beside MLflow's own", () => {
  let database: TestDatabase;
  let reads: OpenReads;
  let references: Reference[];

  beforeAll(async () => {
    database = await createTestDatabase({ isEmpty: true });
    const uri = database.uri
      .replace("postgresql:", "postgresql+psycopg2:")
      .replace("mysql:", "mysql+pymysql:");
    const lines = execFileSync(python, [script, uri, String(seed), String(SEARCHES)], {
      env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true" },
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
    references = lines
      .toString()
      .trim()
      .split("\n")
      .map((line): Reference => JSON.parse(line) as Reference); // the script's own lines
    reads = await openReads(readTargetOf(database));
  });

  afterAll(async () => {
    await reads.close();
    await database.remove();
  });

  it(`answers ${SEARCHES} random searches as MLflow does on the same database (seed ${seed})`, async () => {
    for (const reference of references) {
      const where = JSON.stringify(reference);
      const outcome = await readAllPages(reads.queries, reference).catch((error: unknown) => {
        expect(error, where).toBeInstanceOf(ApiError);
        return error instanceof ApiError ? error : new ApiError("INTERNAL_ERROR", String(error));
      });
      // What its database or driver can't compare MLflow can't answer.
      if (/psycopg2\.errors|pymysql\.err/.test(reference.error ?? "")) continue;
      if (reference.ids) expect(outcome, where).toEqual(reference.ids);
      else expect(outcome, where).toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE" });
    }
  });
});
