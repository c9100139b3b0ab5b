// npm start: installs and builds what is missing, then serves. Any further arguments go to
// `mlflow server`, e.g. `npm start -- --port 9000`.
import "./setup/check-node.mjs";
import { prepare } from "./setup/prepare.mjs";
import { runPinned } from "./setup/run-pinned.mjs";

await prepare();
const mlflow = ["packages/cli/bin/mlflow.js", "server", "--host", "127.0.0.1", "--port", "8080"];
process.exitCode = await runPinned([...mlflow, ...process.argv.slice(2)]);
