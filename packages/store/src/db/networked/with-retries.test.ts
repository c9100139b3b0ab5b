import { describe, expect, it } from "vitest";
import { MYSQL_ERRORS } from "../mysql/errors.ts";
import { withRetries } from "./with-retries.ts";

/** As MySQL's driver throws them. */
const duplicate = (entry: string) =>
  Object.assign(new Error(`Duplicate entry '${entry}' for key 'PRIMARY'`), { errno: 1062 });
const deadlock = () => Object.assign(new Error("Deadlock found"), { errno: 1213 });

/** Work that fails with one error after the other, then succeeds; counts its tries. */
async function tryWith(errors: readonly Error[]): Promise<{ tries: number; error: unknown }> {
  let tries = 0;
  const work = async () => {
    const error = errors[tries];
    tries += 1;
    if (error !== undefined) throw error;
  };
  const error: unknown = await withRetries(MYSQL_ERRORS, work).catch((reason: unknown) => reason);
  return { tries, error };
}

describe("withRetries", () => {
  it("does work again whose conflict is over", async () => {
    const errors = [deadlock(), deadlock(), duplicate("a"), duplicate("b"), duplicate("c")];
    expect(await tryWith(errors)).toEqual({ tries: 6, error: undefined });
  });

  it("gives up where the same entry is there again", async () => {
    const again = duplicate("a");
    expect(await tryWith([duplicate("a"), again])).toEqual({ tries: 2, error: again });
  });
});
