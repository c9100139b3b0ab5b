// npm run example: installs and builds what is missing, then trains examples/digits. It logs to the
// server of `npm start`, or where none answers to one of its own, with the same database.
// Any further arguments go to the training, e.g. `npm run example -- --experiment mine`.
import "./setup/check-node.mjs";
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { prepare } from "./setup/prepare.mjs";
import { pinnedNode } from "./setup/root.mjs";
import { inherited } from "./setup/run.mjs";
import { runPinned } from "./setup/run-pinned.mjs";

const URL = "http://127.0.0.1:8080";
const args = process.argv.slice(2);

const isAnswered = () =>
  fetch(`${URL}/health`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Answers how to end it. */
async function startServer() {
  const command = ["packages/cli/bin/mlflow.js", "server", "--host", "127.0.0.1", "--port", "8080"];
  const server = spawn(pinnedNode, command, inherited());
  while (server.exitCode === null && !(await isAnswered())) await sleep(100);
  return () => server.kill();
}

await prepare();
const namesServer = "MLFLOW_TRACKING_URI" in process.env || args.includes("--tracking-uri");
const needsServer = !namesServer && !(await isAnswered());
const end = needsServer ? await startServer() : () => {};
process.exitCode = await runPinned(["examples/digits/train.ts", ...args]);
end();
if (needsServer) console.log("That server has ended: `npm start` serves what was logged.");
