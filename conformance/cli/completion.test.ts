import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { runOurs } from "./mlflow.ts";

const where = { cwd: tmpdir() };

/** What bash offers after these words. */
async function complete(...words: string[]): Promise<string[]> {
  const { stdout } = await runOurs(["completion", "bash"], where);
  const line = words.map((word) => `'${word}'`).join(" ");
  const program = `${stdout}
    COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _mlflow; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", program], { encoding: "utf8" }).trim().split("\n");
}

test("bash completes commands, what is below them, and flags", async () => {
  expect(await complete("mlflow", "ru")).toEqual(["runs"]);
  expect(await complete("mlflow", "runs", "")).toEqual(
    expect.arrayContaining(["list", "describe", "create", "delete", "restore", "--help"]),
  );
  expect(await complete("mlflow", "gc", "--dry")).toEqual(["--dry-run"]);
  expect(await complete("mlflow", "ui", "--back")).toEqual(["--backend-store-uri"]);
  expect(await complete("mlflow", "artifacts", "download", "-r", "x", "--dst")).toEqual([
    "--dst-path",
  ]);
  expect(await complete("mlflow", "completion", "z")).toEqual(["zsh"]);
});

test.each(["zsh", "fish"])("%s has a script with every command", async (shell) => {
  const { code, stdout } = await runOurs(["completion", shell], where);
  expect(code).toBe(0);
  expect(stdout).toContain('"mlflow experiments csv"');
  expect(stdout).toContain("--older-than");
});

test("another shell is refused", async () => {
  const { code, stderr } = await runOurs(["completion", "csh"], where);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("bash, zsh, fish") });
});

test.each([["--help"], ["gc", "--help"], ["sync", "--help"], ["--version"]])(
  "%s %s answers without loading a server or a store",
  async (...args) => {
    const began = performance.now();
    const { code, stdout } = await runOurs(args, where);
    expect(code).toBe(0);
    expect(stdout).not.toBe("");
    // 60 ms on a quiet machine; loading the server takes ten times that.
    expect(performance.now() - began).toBeLessThan(3000);
  },
);
