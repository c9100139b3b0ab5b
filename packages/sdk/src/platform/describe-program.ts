import { execFile } from "node:child_process";
import { userInfo } from "node:os";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const GIT_LIMIT_MS = 2000;

let description: Promise<Record<string, string>> | undefined;

/**
 * Who runs which program, of which commit, as MLflow's clients tag a run; and on which Node. Asked
 * once: a process keeps its program, and git is a process of its own to start.
 */
export function describeProgram(): Promise<Record<string, string>> {
  return (description ??= describe());
}

async function describe(): Promise<Record<string, string>> {
  const program = process.argv[1];
  const tags: Record<string, string> = {
    "mlflow.user": findUser(),
    "mlflow.source.name": program ?? "node",
    "mlflow.source.type": "LOCAL",
    "mlflow-ts.node_version": process.version,
  };
  const commit = await findCommit(program === undefined ? "." : dirname(resolve(program)));
  if (commit !== undefined) tags["mlflow.source.git.commit"] = commit;
  return tags;
}

function findUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without a name, as containers have.
    return process.env["USER"] ?? "unknown";
  }
}

async function findCommit(folder: string): Promise<string | undefined> {
  try {
    const options = { cwd: folder, timeout: GIT_LIMIT_MS };
    const { stdout } = await run("git", ["rev-parse", "HEAD"], options);
    return stdout.trim() || undefined;
  } catch {
    // No repository, or no git.
    return undefined;
  }
}
