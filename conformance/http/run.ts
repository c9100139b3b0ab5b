import { readFile, writeFile } from "node:fs/promises";
import { Agent } from "node:http";
import { parseArgs } from "node:util";
import { makeFolder, removeFolder, startMlflow, startOurs, type Server } from "../servers.ts";
import { compare, type Verdict } from "./compare.ts";
import { INTENDED_DIFFERENCES } from "./intended-differences.ts";
import { normalise, type Normalised } from "./normalise.ts";
import { Probe, type Exchange } from "./probe.ts";
import { record } from "./record.ts";
import { AREAS } from "./scenarios/index.ts";

const TIMEOUT_MS = 10 * 60_000;

const { values: options } = parseArgs({
  options: {
    /** Runs only scenarios whose `area > title` contains this text. */
    only: { type: "string", default: "" },
    /** Compares MLflow with itself, which proves that the normalisation is enough. */
    self: { type: "boolean", default: false },
    /** Also writes MLflow's answers to this file, as Markdown. */
    record: { type: "string" },
    /** Keeps MLflow's answers in this file... */
    save: { type: "string" },
    /** ...and compares with those instead of starting MLflow: seconds instead of minutes. */
    replay: { type: "string" },
    /** How many unintended differences are printed in full. */
    show: { type: "string", default: "40" },
    /** Addresses of servers that already run, each on an empty database. */
    mlflow: { type: "string" },
    ours: { type: "string" },
  },
});

/** Runs `work` on a server that already runs, or on one made for it in a folder of its own. */
async function withSide<T>(
  name: string,
  running: string | undefined,
  start: (options: { folder: string }) => Promise<Server>,
  work: (url: string) => Promise<T>,
): Promise<T> {
  if (running !== undefined) return work(running);
  const folder = await makeFolder(name);
  try {
    const server = await start({ folder });
    try {
      return await work(server.url);
    } finally {
      await server.stop();
    }
  } finally {
    await removeFolder(folder);
  }
}

/** What a server answered to each scenario, and when. */
interface Answers {
  readonly askedMs: number;
  readonly exchanges: Exchange[][];
}

async function ask(url: string): Promise<Answers> {
  const agent = new Agent({ keepAlive: true });
  const exchanges: Exchange[][] = [];
  for (const [area, scenarios] of Object.entries(AREAS)) {
    for (const [title, scenario] of Object.entries(scenarios)) {
      const name = `${area} > ${title}`;
      if (!name.includes(options.only)) continue;
      const probe = new Probe(url, name, agent);
      try {
        await scenario(probe);
      } catch (error) {
        console.error(`${url}: "${name}" stopped: ${String(error)}`);
      }
      exchanges.push(probe.exchanges);
    }
  }
  agent.destroy();
  return { askedMs: Date.now(), exchanges };
}

function normaliseAll({ askedMs, exchanges }: Answers): Normalised[] {
  return exchanges.flatMap((scenario) => normalise(scenario, askedMs));
}

function report(verdict: Verdict, requests: number, seconds: number): boolean {
  for (const { at, mlflow, ours } of verdict.surprises.slice(0, Number(options.show))) {
    console.log(`\nDIFFERENT ${at}\n  MLflow: ${show(mlflow)}\n  ours:   ${show(ours)}`);
  }
  for (const { listed, why } of verdict.broken) {
    console.log(`\nNOT AS LISTED ${listed.at}\n  ${why}\n  (${listed.why})`);
  }
  const failed = verdict.surprises.length + verdict.broken.length > 0;
  console.log(
    `\n${failed ? "FAILED" : "ok"}: ${requests} requests to both servers in ${seconds.toFixed(0)} s, ` +
      `${verdict.surprises.length} unintended differences, ${verdict.intended.length} intended, ` +
      `${verdict.broken.length} listed ones not as listed`,
  );
  return !failed;
}

function show(answer: Normalised | undefined): string {
  if (answer === undefined) return "was not asked";
  const text = `${answer.status} ${JSON.stringify(answer.headers)} ${JSON.stringify(answer.body)}`;
  return text.length > 1_500 ? `${text.slice(0, 1_500)}…` : text;
}

async function askMlflow(): Promise<Normalised[]> {
  if (options.replay !== undefined) {
    const saved: Answers = JSON.parse(await readFile(options.replay, "utf8"));
    return normaliseAll(saved).filter((answer) => answer.scenario.includes(options.only));
  }
  return withSide("mlflow", options.mlflow, startMlflow, async (url) => {
    const answers = await ask(url);
    if (options.record !== undefined) await record(options.record, answers.exchanges.flat());
    if (options.save !== undefined) await writeFile(options.save, JSON.stringify(answers));
    return normaliseAll(answers);
  });
}

function askOurs(): Promise<Normalised[]> {
  const start = options.self ? startMlflow : startOurs;
  return withSide("ours", options.ours, start, async (url) => normaliseAll(await ask(url)));
}

async function main(): Promise<boolean> {
  const began = performance.now();
  const [mlflow, ours] = await Promise.all([askMlflow(), askOurs()]);
  const listed = INTENDED_DIFFERENCES.filter(({ at }) => at.includes(options.only));
  const verdict = compare(mlflow, ours, options.self ? [] : listed);
  const seconds = (performance.now() - began) / 1_000;
  return report(verdict, mlflow.length, seconds);
}

setTimeout(() => {
  console.error(`FAILED: the differential test took more than ${TIMEOUT_MS / 60_000} minutes`);
  process.exit(1);
}, TIMEOUT_MS).unref();

process.exitCode = (await main()) ? 0 : 1;
