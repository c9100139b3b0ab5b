import { createHash } from "node:crypto";
import { API, at, HISTORY_PAGE, listAt, parseJson } from "../api.ts";
import { encodeRequest, type Connection, type Target } from "../load.ts";
import { expectOk, keepBusy, type Span } from "../measure.ts";
import { HISTORY_KEY, HISTORY_POINTS, HISTORY_RUN_ID } from "../seed.ts";
import type { Outcome, Workload } from "./workload.ts";

/** All points of one metric as the Python client reads them: pages of 25,000. */
export const history: Workload = {
  name: "history",
  title: "100,000 points of history in pages of 25,000",
  unit: "ms",
  figure: "time",
  needs: { sqlite: { atLeast: 8 }, postgresql: {} },
  run,
};

const PATH = `${API}/metrics/get-history?run_id=${HISTORY_RUN_ID}&metric_key=${HISTORY_KEY}&max_results=${HISTORY_PAGE}`;

async function run(target: Target, span: Span): Promise<Outcome> {
  let pages: Buffer[] = [];
  const timing = await keepBusy(target, 1, span, 1, async (connection) => {
    pages = await readAll(target, connection);
  });
  const digest = createHash("sha256");
  let count = 0;
  for (const page of pages) {
    for (const point of listAt(parseJson(page), "metrics")) {
      digest.update(`${Number(at(point, "step"))}:${Number(at(point, "value"))};`);
      count += 1;
    }
  }
  if (count !== HISTORY_POINTS) throw new Error(`${count} of ${HISTORY_POINTS} points answered`);
  return {
    timing,
    verified: `${count} points, equal to the other server's`,
    digest: digest.digest("hex"),
  };
}

async function readAll(target: Target, connection: Connection): Promise<Buffer[]> {
  const pages: Buffer[] = [];
  for (let token = ""; ;) {
    const path = token === "" ? PATH : `${PATH}&page_token=${token}`;
    const { body } = expectOk(await connection.send(encodeRequest(target, "GET", path)));
    pages.push(body);
    const next = findToken(body);
    if (next === undefined) return pages;
    token = encodeURIComponent(next);
  }
}

/** The page token without parsing megabytes on the generator's clock: it stands first or last. */
function findToken(body: Buffer): string | undefined {
  const ends = `${body.subarray(0, 500).toString()} ${body.subarray(-500).toString()}`;
  return /"next_page_token":\s*"([^"]+)"/.exec(ends)?.[1];
}
