import type pg from "pg";
import { expect, test } from "vitest";
import { RepeatedStatements } from "./repeated-statements.ts";

/** A connection that notes what it is sent, and fails where `answer` throws. */
function open(answer: (sql: string) => void = () => {}) {
  const sent: string[] = [];
  const client = {
    query: async (sql: string, parameters?: unknown[]) => {
      sent.push(parameters === undefined ? sql : `${parameters.length} bound`);
      answer(sql);
    },
  } as unknown as pg.ClientBase;
  return { sent, statements: new RepeatedStatements(client) };
}

const long = (text: string) => `${text} /* ${"-".repeat(500)} */`;
const search = long(`select '$1', "$2" from runs where a = $1 and b = any($2) limit $3`);
const values: unknown[] = [`it's \\ "so"`, ["x", "y,z"], 101];

async function ask(statements: RepeatedStatements, times: number, ask = search, bound = values) {
  for (let time = 0; time < times; time += 1) await statements.query(ask, bound);
}

test("plans a long read with its values when it comes the third time", async () => {
  const { sent, statements } = open();
  await ask(statements, 4);
  const written = String.raw`prepare repeated_1 as select '$1', "$2" from runs
    where a = E'it''s \\ "so"' and b = any( '{"x","y,z"}') limit '101' `;
  expect(sent.slice(0, 2)).toEqual(["3 bound", "3 bound"]);
  expect(sent[2]?.replace(/\/\*.*/, "").replaceAll(/\s+/g, " ")).toBe(
    written.replaceAll(/\s+/g, " "),
  );
  expect(sent.slice(3)).toEqual(["execute repeated_1", "execute repeated_1"]);
});

test("leaves short ones, writes and other values as they are", async () => {
  const { sent, statements } = open();
  await ask(statements, 5, "select $1", [1]);
  await ask(statements, 5, long("insert into runs values ($1)"), [1]);
  await ask(statements, 5, search, [new Uint8Array(1), [], 1]);
  for (let limit = 0; limit < 5; limit += 1) await ask(statements, 1, search, ["", ["x"], limit]);
  expect(new Set(sent)).toEqual(new Set(["1 bound", "3 bound"]));
});

test("keeps sixteen plans, and gives up the one that was not asked for the longest", async () => {
  const { sent, statements } = open();
  for (let limit = 0; limit < 16; limit += 1) await ask(statements, 3, search, ["", ["x"], limit]);
  await ask(statements, 1, search, ["", ["x"], 0]);
  await ask(statements, 3, search, ["", ["x"], 16]);
  expect(sent.filter((sql) => sql.startsWith("deallocate"))).toEqual(["deallocate repeated_2"]);
});

test("asks as before when a plan does not fit the tables any more", async () => {
  let isOutdated = false;
  const { sent, statements } = open((sql) => {
    if (!isOutdated || !sql.startsWith("execute")) return;
    throw Object.assign(new Error("cached plan must not change result type"), { code: "0A000" });
  });
  await ask(statements, 3);
  isOutdated = true;
  await ask(statements, 1);
  expect(sent.slice(-3)).toEqual(["execute repeated_1", "deallocate repeated_1", "3 bound"]);
});
