import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { inspectSqlite } from "@mlflow-ts/store";
import { formatBytes } from "../print.ts";
import { checkWritable } from "./check-disk.ts";
import { type Finding, fine, wrong } from "./finding.ts";

/** Whether an SQLite file is MLflow's, of this version, whole, and can be written. */
export async function checkDatabase(path: string, mlflowVersion: string): Promise<Finding[]> {
  if (!existsSync(path)) {
    return [
      fine("Database", `${path} is not there yet; it is made at the first use`),
      await checkWritable("Database's folder", dirname(path)),
    ];
  }
  const findings: Finding[] = [];
  const { sizeBytes, stamp, expectedStamp, faults, unreadable } = inspectSqlite(path);
  if (unreadable !== undefined) {
    const advice = "Name MLflow's database, or restore it from a backup; it is not changed.";
    return [wrong("Database", `${path}: ${unreadable}`, advice)];
  }
  if (stamp === expectedStamp) {
    findings.push(
      fine("Database", `${path}, ${formatBytes(sizeBytes)}, of MLflow ${mlflowVersion}`),
    );
  } else {
    const found =
      stamp === undefined ? "is none of MLflow's" : `has the schema ${stamp}, not ${expectedStamp}`;
    const advice =
      stamp === undefined
        ? "Name another file, or an empty one."
        : `Where it is older, with MLflow ${mlflowVersion} in Python: mlflow db upgrade sqlite:///${path}`;
    findings.push(wrong("Database", `${path} ${found}`, advice));
  }
  findings.push(
    faults.length === 0
      ? fine("Database's integrity", "no fault found")
      : wrong(
          "Database's integrity",
          faults.slice(0, 3).join("; "),
          `Stop what writes to it and copy what can be read: sqlite3 ${path} .recover | sqlite3 new.db`,
        ),
    await checkWritable("Database's folder", dirname(path)),
  );
  return findings;
}
