import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { makeFolder, PYTHON3, removeFolder, startOurs } from "../conformance/servers.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Of a server to which examples/pytorch/train.py has logged its runs. */
    serverUrl: string;
  }
}

/** Before all tests: the built server, and the PyTorch example trained against it. */
export default async function logTrainings(project: TestProject) {
  const folder = await makeFolder("e2e");
  const server = await startOurs({ folder });
  const end = async () => {
    await server.stop();
    await removeFolder(folder);
  };
  try {
    const args = ["examples/pytorch/train.py", "--tracking-uri", server.url];
    await promisify(execFile)(PYTHON3, args);
  } catch (error) {
    await end();
    throw error;
  }
  project.provide("serverUrl", server.url);
  return end;
}
