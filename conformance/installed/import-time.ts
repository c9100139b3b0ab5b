import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { NODE } from "../servers.ts";

const run = promisify(execFile);
const PAIRS = 9;
const ROUNDS = 4;

/**
 * Milliseconds that `import "mlflow-ts"` adds to the start of Node: the median of pairs of starts with
 * and without it. What else the machine does only makes that longer, so the best of a few rounds counts.
 */
export async function measureImport(folder: string, limitMs: number): Promise<number> {
  await writeFile(join(folder, "bare.mjs"), "");
  await writeFile(join(folder, "import.mjs"), 'import "mlflow-ts";');
  let best = Infinity;
  for (let round = 0; round < ROUNDS && best >= limitMs; round += 1) {
    const added: number[] = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const bareMs = await start(folder, "bare.mjs");
      added.push((await start(folder, "import.mjs")) - bareMs);
    }
    best = Math.min(best, added.toSorted((a, b) => a - b)[(PAIRS - 1) / 2] ?? Infinity);
  }
  return best;
}

async function start(folder: string, program: string): Promise<number> {
  const began = performance.now();
  await run(NODE, [program], { cwd: folder });
  return performance.now() - began;
}
