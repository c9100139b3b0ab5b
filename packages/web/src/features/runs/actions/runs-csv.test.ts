import type { RunTableRow } from "@mlflow-ts/contract";
import { expect, test } from "vitest";
import { toValueKeys } from "../rows/cell-reader.ts";
import type { Column } from "../table/column.ts";
import { runToJson } from "./run-to-json.ts";
import { RunsCsv } from "./runs-csv.ts";

const columns: readonly Column[] = [
  { kind: "attribute", key: "status" },
  { kind: "metric", key: "a,b", value: "last" },
  { kind: "param", key: "note" },
];

const run: RunTableRow = {
  run_id: "1",
  run_name: "=cmd()",
  experiment_id: "0",
  status: "FINISHED",
  lifecycle_stage: "active",
  start_time: 0,
  metrics: [-0.5],
  metric_ranges: [],
  params: ['say "hi"\nthere'],
  tags: [],
};

test("writes runs so that a spreadsheet reads every text as it is, and runs none", () => {
  const csv = new RunsCsv(toValueKeys(columns), columns);
  expect(csv.head).toBe(
    'run_id,run_name,status,start_time,end_time,user,source,datasets,models,"metric:a,b",param:note\r\n',
  );
  expect(csv.toLines([run])).toBe(
    '1,\'=cmd(),FINISHED,1970-01-01T00:00:00.000Z,,,,,,-0.5,"say ""hi""\nthere"\r\n',
  );
});

test("writes a run as JSON with its values by their keys", () => {
  expect(JSON.parse(runToJson(run, toValueKeys(columns)))).toMatchObject({
    run_id: "1",
    metrics: { "a,b": -0.5 },
    params: { note: 'say "hi"\nthere' },
    tags: {},
  });
});
