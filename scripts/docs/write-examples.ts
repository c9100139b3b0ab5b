import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { blocksOf, type ApiSymbol } from "./api.ts";

const FENCED = /```ts\n([\s\S]*?)\n```/;
const GIVEN =
  "client, epoch, experimentId, images, labels, model, modelId, png, reset, rows, runId, train";
const TYPES = { extends: "../../../tsconfig.tools.json", include: [], files: ["examples.ts"] };

/** Writes a program that runs the example of each symbol, and a project to check its types by. */
export async function writeExamples(
  folder: string,
  symbols: readonly ApiSymbol[],
): Promise<number> {
  const examples = symbols.flatMap(({ path, reflection }) =>
    blocksOf(reflection, "@example").map((text) => ({
      path,
      code: FENCED.exec(text)?.[1] ?? text,
    })),
  );
  const calls = examples.map(
    ({ path, code }) => `await show(${JSON.stringify(path)}, async () => {\n${code}\n});`,
  );
  const program = `
import * as tf from "@tensorflow/tfjs";
import * as mlflow from "mlflow-ts";
import { ${GIVEN} } from "../given.ts";

async function show(path: string, example: () => Promise<void>): Promise<void> {
  try {
    await example();
    await mlflow.flush();
  } catch (error) {
    throw new Error(\`The example of \${path} failed\`, { cause: error });
  } finally {
    await reset();
  }
}

${calls.join("\n")}
process.stdout.write("all ran\\n");
`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "examples.ts"), program);
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(TYPES));
  return examples.length;
}
