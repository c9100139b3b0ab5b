import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ApiError } from "@mlflow-ts/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SqliteTransaction } from "./database.ts";
import { GroupCommit } from "./group-commit.ts";
import { SqliteConnection } from "./sqlite-connection.ts";

let folder: string;
let connection: SqliteConnection;
let group: GroupCommit;

const path = () => join(folder, "test.db");
const insert =
  (value: number) =>
  ({ prepare }: SqliteTransaction): number => {
    prepare("INSERT INTO numbers (value) VALUES (?)").run(value);
    return value;
  };
const stored = () =>
  connection
    .prepare("SELECT value FROM numbers ORDER BY rowid")
    .all()
    .map((row) => row["value"]);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "group-commit-"));
  connection = new SqliteConnection(path(), { readOnly: false });
  connection.execute("PRAGMA journal_mode = WAL; CREATE TABLE numbers (value INTEGER UNIQUE)");
  group = new GroupCommit(connection);
});

afterEach(async () => {
  await group.idle();
  connection.close();
  rmSync(folder, { recursive: true });
});

describe("GroupCommit", () => {
  it("answers each write with its own result, in the order of submission", async () => {
    const results = await Promise.all([3, 1, 2].map((value) => group.submit(insert(value))));
    expect(results).toEqual([3, 1, 2]);
    expect(stored()).toEqual([3, 1, 2]);
  });

  it("lets one write fail alone and keeps nothing of it", async () => {
    const refusal = ApiError.invalidParameter("no");
    const outcomes = await Promise.allSettled([
      group.submit(insert(1)),
      group.submit((transaction) => {
        insert(100)(transaction);
        throw refusal;
      }),
      group.submit(insert(2)),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(outcomes[1]).toMatchObject({ reason: refusal });
    expect(stored()).toEqual([1, 2]);
  });

  it("keeps nothing of a write that fails when it waits alone", async () => {
    const alone = group.submit(async (transaction) => {
      insert(7)(transaction);
      await Promise.resolve();
      throw new Error("late");
    });
    await expect(alone).rejects.toThrow("late");
    expect(stored()).toEqual([]);
    await group.submit(insert(8));
    expect(stored()).toEqual([8]);
  });

  it("reports a broken constraint to the write that broke it", async () => {
    await group.submit(insert(1));
    const outcomes = await Promise.allSettled([group.submit(insert(1)), group.submit(insert(2))]);
    expect(outcomes[0]).toMatchObject({ status: "rejected" });
    expect(stored()).toEqual([1, 2]);
  });

  it("waits for another process's lock and then writes", async () => {
    const other = new DatabaseSync(path());
    other.exec("BEGIN IMMEDIATE");
    const write = group.submit(insert(5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    other.exec("COMMIT");
    other.close();
    expect(await write).toBe(5);
  });

  it("answers that the database is unavailable when it cannot be written, and recovers", async () => {
    const pages = Number(connection.prepare("PRAGMA page_count").get()?.["page_count"]);
    connection.execute(`PRAGMA max_page_count = ${pages}`);
    const fill = group.submit(({ prepare }) => {
      prepare("CREATE TABLE blobs AS SELECT randomblob(100000) AS blob").run();
    });
    await expect(fill).rejects.toMatchObject({ errorCode: "TEMPORARILY_UNAVAILABLE", status: 503 });
    connection.execute("PRAGMA max_page_count = 1000000");
    expect(await group.submit(insert(6))).toBe(6);
  });

  it("keeps what it acknowledges, and no more, when the disk runs full below several writes", async () => {
    await group.submit(insert(1));
    const pages = Number(connection.prepare("PRAGMA page_count").get()?.["page_count"]);
    connection.execute(`PRAGMA max_page_count = ${pages}`);
    const outcomes = await Promise.allSettled([
      group.submit(insert(2)),
      group.submit(({ prepare }) => {
        prepare("CREATE TABLE blobs AS SELECT randomblob(100000) AS blob").run();
      }),
      group.submit(insert(3)),
    ]);
    const failed = outcomes.filter(({ status }) => status === "rejected");
    for (const outcome of failed) {
      expect(outcome).toMatchObject({ reason: { errorCode: "TEMPORARILY_UNAVAILABLE" } });
    }
    // SQLite decides whether it can undo the one write alone; what is answered is what is there.
    expect(stored()).toEqual([
      1,
      ...outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : [])),
    ]);
    connection.execute("PRAGMA max_page_count = 1000000");
    expect(await group.submit(insert(4))).toBe(4);
  });

  it("tells of a mistake in a statement as what it is, not as trouble that passes", async () => {
    const write = group.submit(({ prepare }) => prepare("INSERT INTO nothing VALUES (1)").run());
    await expect(write).rejects.toMatchObject({ code: "ERR_SQLITE_ERROR" });
  });

  it("keeps integers past 2^53 exactly", async () => {
    const step = 2n ** 53n + 1n;
    await group.submit(({ prepare }) => {
      prepare("INSERT INTO numbers (value) VALUES (?)").run(step);
    });
    await group.submit(insert(4));
    expect(stored()).toEqual([step, 4]);
  });
});
