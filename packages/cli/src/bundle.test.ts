import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("../bin/mlflow.js", import.meta.url));

test("the built program serves the page, the API, GraphQL and reads in threads", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "mlflow-ts-bundle-"));
  const child = spawn(process.execPath, [program, "server", "--port", "0"], {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [welcome] = await once(child.stdout.setEncoding("utf8"), "data");
    const url = /http:\/\/\S+/.exec(String(welcome))?.[0] ?? "";
    const post = async (path: string, body: unknown): Promise<unknown> => {
      const headers = { "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      return (await fetch(url + path, init)).json();
    };
    expect(await (await fetch(url)).text()).toContain("<title>");
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
    expect(await post("/api/2.0/mlflow/experiments/search", { max_results: 5 })).toMatchObject({
      experiments: [{ name: "Default" }],
    });
    const query = '{ mlflowGetExperiment(input: {experimentId: "0"}) { experiment { name } } }';
    expect(await post("/graphql", { query })).toMatchObject({
      data: { mlflowGetExperiment: { experiment: { name: "Default" } } },
    });
  } finally {
    child.kill("SIGTERM");
    await once(child, "exit");
    rmSync(cwd, { recursive: true });
  }
}, 60_000);
