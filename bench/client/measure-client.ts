import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type Figure, judge } from "../figures.ts";
import { formatNumber } from "../report.ts";

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, "../..");
const NODE = join(ROOT, "node_modules/.bin/node");
const PYTHON = resolve(process.env["MLFLOW_PYTHON"] ?? join(ROOT, ".cache/venv3/bin/python"));

/** How many points each client logs: fast ones need many, slow ones take minutes. */
export interface ClientPlan {
  readonly ours: number;
  readonly pythonAsync: number;
  readonly pythonSync: number;
}

interface Logged {
  /** Of one call, without what it starts in the background. */
  readonly callUs: number;
  /** From the first call until all is on the server. */
  readonly perSecond: number;
  readonly arrived: number;
}

/** Our client beside MLflow's Python client, on the same server: ours. */
export async function measureClients(
  trackingUri: string,
  folder: string,
  plan: ClientPlan,
): Promise<Figure[]> {
  const log = async (command: string[], points: number, waits: boolean): Promise<Logged> => {
    const [program = "", ...args] = command;
    const env = {
      ...process.env,
      NODE_OPTIONS: "",
      MLFLOW_TRACKING_URI: trackingUri,
      MLFLOW_DISABLE_TELEMETRY: "true",
      POINTS: String(points),
      WAITS: waits ? "1" : "0",
    };
    const { stdout } = await run(program, args, { cwd: folder, env });
    // Its last line is the one that these programs print.
    const logged = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Logged;
    if (logged.arrived === points) return logged;
    throw new Error(`${args.join(" ")}: ${logged.arrived} of ${points} points arrived`);
  };
  const python = [PYTHON, join(import.meta.dirname, "log_points.py")];
  const ours = await log([NODE, join(import.meta.dirname, "log-points.mjs")], plan.ours, false);
  const async_ = await log(python, plan.pythonAsync, false);
  const sync = await log(python, plan.pythonSync, true);
  const verified = `${formatNumber(plan.ours)} points arrived complete`;
  return [
    judge({
      name: "client-call",
      title: "client: logMetric, beside Python's asynchronous log_metric",
      unit: "µs",
      ours: ours.callUs,
      mlflow: async_.callUs,
      need: { kind: "limit", below: 5 },
    }),
    judge({
      name: "client-async",
      title: "client: points to the same server, beside Python asynchronous",
      unit: "points/s",
      ours: ours.perSecond,
      mlflow: async_.perSecond,
      need: { kind: "ratio", atLeast: 20 },
      verified,
    }),
    judge({
      name: "client-sync",
      title: "client: points to the same server, beside Python synchronous",
      unit: "points/s",
      ours: ours.perSecond,
      mlflow: sync.perSecond,
      need: { kind: "none" },
      verified,
    }),
  ];
}
